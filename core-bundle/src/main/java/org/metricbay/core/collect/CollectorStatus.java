package org.metricbay.core.collect;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How a collector did at its last collection.
 *
 * @param name its name
 * @param description what it exposes
 * @param bundle the bundle that it comes from
 * @param state how it is
 * @param duration how long the last collection took, or has taken so far; empty before the first
 * @param error why the last collection failed; empty if it did not
 * @param series how many series the last collection gave
 */
@ProviderType
public record CollectorStatus(
    String name,
    String description,
    BundleInfo bundle,
    CollectorState state,
    Optional<Duration> duration,
    Optional<String> error,
    int series) {}
