/** Collectors of the agent itself: its process and its JVM, as client_java reports them. */
@NullMarked
package org.metricbay.jvm;

import org.jspecify.annotations.NullMarked;
