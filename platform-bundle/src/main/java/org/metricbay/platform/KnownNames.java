package org.metricbay.platform;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Caches which names a filter has chosen, as the same devices come up in each scrape and regular
 * expressions are slow. For use by one thread at a time.
 */
@ProviderType
public final class KnownNames implements Predicate<String> {
  /** Names come and go with containers. */
  private static final int MOST = 1000;

  private final Supplier<? extends Predicate<String>> filter;
  private final Map<String, Boolean> known = new HashMap<>();
  private @Nullable Predicate<String> last;

  /**
   * Asks a filter.
   *
   * @param filter the one that is in force now; another object after a change
   */
  public KnownNames(Supplier<? extends Predicate<String>> filter) {
    this.filter = filter;
  }

  @Override
  public boolean test(String name) {
    Predicate<String> now = filter.get();
    if (now != last || known.size() > MOST) {
      known.clear();
      last = now;
    }
    Boolean chosen = known.get(name);
    if (chosen == null) {
      chosen = now.test(name);
      known.put(name, chosen);
    }
    return chosen;
  }
}
