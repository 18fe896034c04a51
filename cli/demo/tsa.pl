#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A time-stamping authority for demonstrations and tests: answers POSTs on
# 127.0.0.1 with what "openssl ts -reply" makes of them (RFC 3161, section
# 3.4). Needs only perl-base. One request at a time, bounded in size.
#
#   perl tsa.pl FOLDER     FOLDER holds tsa.cnf and its keys (tsa.sh)
#
# Writes the port it got to FOLDER/port.
use strict;
use warnings;
use IO::Socket::INET;

my $folder = shift or die "usage: tsa.pl FOLDER\n";
chdir $folder or die "tsa.pl: $folder: $!\n";
my $server = IO::Socket::INET->new(
	LocalAddr => '127.0.0.1', LocalPort => 0,
	Listen => 8, ReuseAddr => 1) or die "tsa.pl: $!\n";
open my $port, '>', 'port.new' or die "tsa.pl: $!\n";
print $port $server->sockport, "\n";
close $port;
rename 'port.new', 'port';

sub answer {
	my ($client, $status, $type, $body) = @_;
	print $client "HTTP/1.1 $status\r\nContent-Type: $type\r\n",
		'Content-Length: ', length $body, "\r\nConnection: close\r\n\r\n",
		$body;
}

sub reply_to {
	my ($query) = @_;
	open my $in, '>:raw', 'query.tsq' or return;
	print $in $query;
	close $in;
	unlink 'reply.tsr';
	system('openssl', 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile',
		'query.tsq', '-out', 'reply.tsr') == 0 or return;
	open my $out, '<:raw', 'reply.tsr' or return;
	local $/;
	return <$out>;
}

open STDERR, '>>', 'tsa.log';
while (my $client = $server->accept) {
	binmode $client;
	my ($length, $lines) = (0, 0);
	while (my $line = <$client>) {
		last if $line =~ /^\r?\n$/ || ++$lines > 100;
		$length = $1 if $line =~ /^content-length:\s*(\d+)/i;
	}
	my $query = '';
	read $client, $query, $length if $length > 0 && $length <= 65536;
	my $reply = length $query ? reply_to($query) : undef;
	if (defined $reply) {
		answer($client, '200 OK', 'application/timestamp-reply', $reply);
	} else {
		answer($client, '400 Bad Request', 'text/plain',
			"not a time-stamp request\n");
	}
	close $client;
}
