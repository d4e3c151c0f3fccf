/** What the tests of several modules share; not part of the agent. */
@NullMarked
package org.metricbay.test;

import org.jspecify.annotations.NullMarked;
