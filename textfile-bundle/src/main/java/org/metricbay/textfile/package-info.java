/** Collectors of metrics that others have written: text files, and what scripts print. */
@NullMarked
package org.metricbay.textfile;

import org.jspecify.annotations.NullMarked;
