@echo off
node "%~dp0drover.js" %*
