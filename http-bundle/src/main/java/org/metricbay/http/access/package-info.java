/** Who may read and who may change something: one guard before all servlets, also plugins'. */
@NullMarked
package org.metricbay.http.access;

import org.jspecify.annotations.NullMarked;
