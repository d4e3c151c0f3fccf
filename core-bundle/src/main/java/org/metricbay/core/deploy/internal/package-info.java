/** The reconciler behind the contract; see docs/deployment.md for its states. */
@NullMarked
package org.metricbay.core.deploy.internal;

import org.jspecify.annotations.NullMarked;
