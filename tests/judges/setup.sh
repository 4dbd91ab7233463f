#!/bin/sh
# Install the judges into a folder of your choice: setup.sh DIR
# Needs npm, Java (for the Nu HTML checker), Chromium and nginx; packages by name, nothing outside DIR.
set -eu
mkdir -p "$1"
cd "$1"
[ -f package.json ] || npm init -y >/dev/null
npm i --no-fund --no-audit --silent axe-core@4 lighthouse@12 puppeteer-core@24 vnu-jar@26
# for packs.sh
[ -d replaywebpage ] || { tar -xzf "$(npm pack --silent replaywebpage@2)" && mv package replaywebpage; }
[ -d python ] || python3 -m venv python
python/bin/pip install --quiet 'bagit>=1.9' bdbag wacz
