//go:build tools

// Package languagehost pins the last Node.js language host that was released as a Go module; it runs programs for later CLIs too.
package languagehost

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
