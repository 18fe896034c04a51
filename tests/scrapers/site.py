# SPDX-License-Identifier: GPL-3.0-or-later
"""A vendor's site with one page of each kind, for tests: python3 site.py
PORTFILE LOGFILE. Fiction; the walls have the shape of real ones."""
import http.server
import sys

POLICY = """<h1>Politique de confidentialité</h1>
<p>La société Exemple collecte votre adresse, vos pas et votre pouls afin de
vous montrer votre activité. Ces données sont conservées trois ans, puis
effacées. Vous pouvez demander l’accès à vos données, leur rectification et
leur effacement en écrivant à notre délégué à la protection des données.</p>
<p>Nous ne vendons aucune donnée. Nos sous-traitants hébergent les données
dans l’Union européenne et n’en font aucun autre usage que celui-là. %s</p>
<p>Vous avez le droit de saisir l’autorité de contrôle de votre pays.</p>"""


def page(main, head=""):
    return ("<!doctype html><html lang=fr><head><meta charset=utf-8>"
            "<title>Exemple</title>%s</head><body><nav>Menu</nav>"
            "<main>%s</main></body></html>" % (head, main)).encode()


SCRIPTED = ("<!doctype html><meta charset=utf-8><title>Exemple</title>"
            "<main></main><script>setTimeout(function () { fetch('/text')"
            ".then(r => r.text()).then(t => { document.querySelector('main')"
            ".innerHTML = t; }); }, 300);</script>").encode()
CONSENT = page("<div id=didomi-popup><h2>Avant de continuer</h2><p>Nous et "
               "nos 812 partenaires utilisons des cookies pour stocker et "
               "consulter des informations sur votre appareil. Vous pouvez "
               "accepter ou refuser ces cookies à tout moment.</p>"
               "<button>Tout accepter</button><button>Tout refuser</button>"
               "<button>Paramétrer les cookies</button></div>")
BOT = (b"<!doctype html><html><head><title>Just a moment...</title></head>"
       b"<body><main><h1>exemple.test</h1><p>Checking if the site connection "
       b"is secure</p><p>exemple.test needs to review the security of your "
       b"connection before proceeding.</p><noscript>Enable JavaScript and "
       b"cookies to continue</noscript></main><script>window._cf_chl_opt={};"
       b"</script><script src=/cdn-cgi/challenge-platform/h/b/orchestrate/"
       b"chl_page/v1></script></body></html>")
MISSING = page("<h1>Page introuvable</h1><p>Oups ! La page que vous cherchez "
               "n’existe pas ou a été déplacée (erreur 404).</p>"
               "<a href=/>Retour à l’accueil</a>")
MAIL = page(POLICY % "Écrivez à <a href='/cdn-cgi/l/email-protection#%s'>"
            "<span class='__cf_email__' data-cfemail='%s'>[email&#160;"
            "protected]</span></a>.")


def pdf():
    lines = ["Politique de confidentialite de la societe Exemple", "",
             "Nous collectons votre adresse, vos pas et votre pouls.",
             "Ces donnees sont conservees trois ans, puis effacees.",
             "Vous pouvez demander l'acces a vos donnees."]
    text = b"BT /F1 12 Tf 72 760 Td 16 TL " + b" ".join(
        b"(" + line.encode() + b") Tj T*" for line in lines) + b" ET"
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>",
              b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
              b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
              b"/Resources<</Font<</F1 5 0 R>>>>>>",
              b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
              b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, offsets = b"%PDF-1.4\n", []
    for n, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(
        b"%010d 00000 n \n" % o for o in offsets)
    return out + (b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
                  % start)


seen = {}


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        n = seen[path] = seen.get(path, 0) + 1
        kind, status, more = "text/html; charset=utf-8", 200, {}
        if path == "/scripted":
            body = SCRIPTED
        elif path == "/text":
            body = (POLICY % "").encode()
        elif path == "/policy.pdf":
            body, kind = pdf(), "application/pdf"
        elif path == "/consent":
            body = CONSENT
        elif path == "/bot":
            body, status = BOT, 403
            more["cf-mitigated"] = "challenge"
        elif path == "/missing":
            body = MISSING
        elif path == "/flapping":
            body = page(POLICY % ("Un.", "Deux.")[n % 2])
        elif path == "/mail":
            # Another key each time, as the real thing has.
            key = "%02x" % (n * 7 % 256) + "0a1b2c"
            body = MAIL.replace(b"%s", key.encode())
        else:
            body, status = b"nothing here", 404
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *args):
        with open(sys.argv[2], "a") as log:
            log.write(self.path + "\n")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
with open(sys.argv[1], "w") as f:
    f.write(str(server.server_port))
server.serve_forever()
