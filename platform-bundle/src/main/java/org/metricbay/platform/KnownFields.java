package org.metricbay.platform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Caches a value for each name in a file whose names nearly always come in the same order: the
 * value is computed once, then each name is only compared. For use by one thread at a time.
 *
 * <pre>{@code
 * known.begin();
 * while (line.nextLine()) {
 *   Optional<Field> field = known.ofNext(line);
 * }
 * }</pre>
 *
 * @param <V> what belongs to a name
 */
@ProviderType
public final class KnownFields<V> {
  private static final class Known<V> {
    private final byte[] name;
    private final V value;

    Known(byte[] name, V value) {
      this.name = name;
      this.value = value;
    }
  }

  private final Function<String, V> work;
  private final List<Known<V>> known = new ArrayList<>();
  private int next;

  /** Works it out in this way, from the name. */
  public KnownFields(Function<String, V> work) {
    this.work = work;
  }

  /** Before the first name of a file. Names behind the last one of the time before are dropped. */
  public void begin() {
    known.subList(next, known.size()).clear();
    next = 0;
  }

  /** What belongs to the next field of the line; moves behind it. */
  public V ofNext(FieldReader line) {
    if (next < known.size() && line.skipIfNext(known.get(next).name)) {
      return known.get(next++).value;
    }
    return learn(line.next());
  }

  /**
   * What belongs to what stands before a delimiter, or to the rest of the line if there is none;
   * moves behind the delimiter.
   */
  public V ofNextUntil(char delimiter, FieldReader line) {
    if (next < known.size() && line.skipIfNextUntil(delimiter, known.get(next).name)) {
      return known.get(next++).value;
    }
    return learn(line.until(delimiter));
  }

  /** The same up to the last delimiter of the line: a name may have some, too. */
  public V ofNextUntilLast(char delimiter, FieldReader line) {
    if (next < known.size() && line.skipIfNextUntilLast(delimiter, known.get(next).name)) {
      return known.get(next++).value;
    }
    return learn(line.untilLast(delimiter));
  }

  /** What belongs to the rest of the line, which is one name; moves to its end. */
  public V ofRest(FieldReader line) {
    if (next < known.size() && line.skipIfRest(known.get(next).name)) {
      return known.get(next++).value;
    }
    return learn(line.rest());
  }

  private V learn(String name) {
    V value = work.apply(name);
    Known<V> learned = new Known<>(name.getBytes(StandardCharsets.UTF_8), value);
    if (next < known.size()) {
      known.set(next, learned);
    } else {
      known.add(learned);
    }
    next++;
    return value;
  }
}
