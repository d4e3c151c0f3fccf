/** Who could put code or configuration into the agent's folders. */
@NullMarked
package org.metricbay.core.trust;

import org.jspecify.annotations.NullMarked;
