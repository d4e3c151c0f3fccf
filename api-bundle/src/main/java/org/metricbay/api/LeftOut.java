package org.metricbay.api;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something that could not be used: a sample, or the source of one. Both parts together are a
 * sentence: {@code counter x_total{disk="a"}} and {@code is -1.0: a counter is 0 or more}.
 *
 * @param what its name, the same each time, as it is logged once
 * @param why what is wrong with it, which may change: {@code is -1.0: a counter is 0 or more}
 * @since 1.1
 */
@ProviderType
public record LeftOut(String what, String why) {
  /** Checks that both are there. */
  public LeftOut {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(why, "why");
  }

  @Override
  public String toString() {
    return what + " " + why;
  }
}
