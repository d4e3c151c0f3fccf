/** Plugins and their metrics as tables for people, for the shell and for {@code print}. */
@Export
@Version("1.0.0")
@NullMarked
package org.metricbay.shell.table;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
