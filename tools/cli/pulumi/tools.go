//go:build tools

// Package pulumi pins the Pulumi command line, for machines that can reach the Go module proxy and not Pulumi's own download.
package pulumi

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
