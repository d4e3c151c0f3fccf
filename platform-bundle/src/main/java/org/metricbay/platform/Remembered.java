package org.metricbay.platform;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Caches the last result, for collectors whose text hardly ever changes: the same text is not
 * parsed again. For use by one thread at a time, as collectors are called.
 *
 * @param <K> the input; compared with {@code equals}
 * @param <V> the result, which nobody may change
 */
@ProviderType
public final class Remembered<K, V> {
  private final Function<K, V> work;
  private @Nullable K key;
  private @Nullable V value;

  /** Works it out in this way. */
  public Remembered(Function<K, V> work) {
    this.work = work;
  }

  /** The value of this key, which is worked out unless it was the last one asked for. */
  public V of(K now) {
    V known = value;
    if (known == null || !now.equals(key)) {
      known = work.apply(now);
      value = known;
      key = now;
    }
    return known;
  }
}
