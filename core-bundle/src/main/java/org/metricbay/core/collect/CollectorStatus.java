package org.metricbay.core.collect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.metricbay.api.LeftOut;
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
 * @param samples how many samples the last collection gave, and are shown
 * @param cut how many series of a page it gave beyond what it may
 * @param clashes what it and others both have, also where it is the one to keep it
 * @param leftOut what of its values could not be used at the last collection
 */
@ProviderType
public record CollectorStatus(
    String name,
    String description,
    BundleInfo bundle,
    CollectorState state,
    Optional<Duration> duration,
    Optional<String> error,
    int samples,
    long cut,
    List<Clash> clashes,
    List<LeftOut> leftOut) {

  /** One that has nothing that another one has, as far as is known. */
  public CollectorStatus(
      String name,
      String description,
      BundleInfo bundle,
      CollectorState state,
      Optional<Duration> duration,
      Optional<String> error,
      int samples) {
    this(name, description, bundle, state, duration, error, samples, 0, List.of(), List.of());
  }

  /** The same with what it and others both have. */
  public CollectorStatus with(List<Clash> both) {
    return new CollectorStatus(
        name,
        description,
        bundle,
        state,
        duration,
        error,
        samples,
        cut,
        List.copyOf(both),
        leftOut);
  }

  /** What is left out of what it gives, in words; empty if nothing is. */
  public Optional<String> losses() {
    List<String> all =
        Stream.concat(
                clashes.stream()
                    .filter(clash -> clash.family().isPresent() && isOf(clash.loser()))
                    .map(clash -> clash.what() + " is that of " + clash.keeper()),
                leftOut.stream().map(LeftOut::toString))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of("left out: " + String.join("; ", all));
  }

  private boolean isOf(Clash.Owner owner) {
    return owner.collector().equals(name)
        && owner.bundle().symbolicName().equals(bundle.symbolicName());
  }
}
