// Which version of a client a program is built with.

package actor

import (
	"path"
	"runtime/debug"
)

// ModuleVersion is the name and version of a module that this program is built with.
func ModuleVersion(module string) string {
	build, _ := debug.ReadBuildInfo()
	for _, dependency := range build.Deps {
		if dependency.Path == module {
			return path.Base(module) + " " + dependency.Version
		}
	}
	return path.Base(module)
}
