@echo off
node -r "%~dp0..\tools\ts.js" "%~dp0..\provider\main.ts" %*
