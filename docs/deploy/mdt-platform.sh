#!/bin/sh
# /usr/local/sbin/mdt-platform, mode 0755: the platform's commands as its own user and with its settings, as in
#   mdt-platform account list
# The key goes by the environment, never by an argument, which every user of the machine may read.
set -eu
command=${1:?needed is a command, such as: account list}
shift
set -a
. /etc/mdt/platform.env
set +a
cd /opt/mdt
exec setpriv --reuid=mdt --regid=mdt --init-groups --no-new-privs /opt/mdt/node_modules/.bin/node platform/main.ts "$command" --data /var/lib/mdt "$@"
