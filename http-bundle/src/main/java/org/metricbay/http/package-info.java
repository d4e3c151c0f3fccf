/** The HTTP endpoints. Nothing here is exported; the engine and the deployer do all the work. */
@NullMarked
package org.metricbay.http;

import org.jspecify.annotations.NullMarked;
