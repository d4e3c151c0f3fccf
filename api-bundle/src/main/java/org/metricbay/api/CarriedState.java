package org.metricbay.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a {@link StateCarrier} gives to the version after it: values of {@code java.*} only, copied
 * where this is made, so that nothing of the plugin's own classes goes with them. Values are
 * strings, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, and lists and maps of
 * these, whose keys are strings. There is no null; what there is not is left out.
 *
 * @param version the form of the values, a number that the plugin chooses and raises when it gives
 *     them another meaning; 0 or more
 * @param values the values by name
 * @since 1.1
 */
@ProviderType
public record CarriedState(int version, Map<String, Object> values) {
  private static final int DEEPEST = 16;
  private static final int MOST_VALUES = 65_536;

  /**
   * Copies the values, also those in lists and maps.
   *
   * @throws IllegalArgumentException if a value is of another kind, if lists and maps lie in each
   *     other more than 16 deep, or if there are more than 65,536 values
   */
  public CarriedState {
    if (version < 0) {
      throw new IllegalArgumentException("version is " + version + ": give 0 or more");
    }
    values = new Copy().map("", values, 1);
  }

  /**
   * A counter among the values.
   *
   * @return 0 if there is none of this name
   * @throws IllegalArgumentException if it is no {@code Long} or {@code Integer}
   */
  public long count(String name) {
    Object value = values.getOrDefault(name, 0L);
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException(name + " is " + shown(value) + ", which is no whole number");
  }

  /**
   * A number among the values.
   *
   * @return 0 if there is none of this name
   * @throws IllegalArgumentException if it is no number
   */
  public double number(String name) {
    Object value = values.getOrDefault(name, 0.0);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(name + " is " + shown(value) + ", which is no number");
  }

  private static String shown(Object value) {
    return "a " + value.getClass().getName();
  }

  /** Makes one copy. */
  private static final class Copy {
    private int values;

    private Object value(String where, Object value, int depth) {
      if (++values > MOST_VALUES) {
        throw new IllegalArgumentException("there are more than " + MOST_VALUES + " values");
      }
      if (value instanceof String
          || value instanceof Boolean
          || value instanceof Integer
          || value instanceof Long
          || value instanceof Double) {
        return value;
      }
      if (value instanceof List<?> list) {
        return list(where, list, depth + 1);
      }
      if (value instanceof Map<?, ?> map) {
        return map(where, map, depth + 1);
      }
      throw new IllegalArgumentException(
          where
              + (value == null ? " is null" : " is " + shown(value))
              + ": give strings, Boolean, Integer, Long, Double, or lists and maps of them");
    }

    private List<Object> list(String where, List<?> list, int depth) {
      check(where, depth);
      List<Object> copy = new ArrayList<>();
      for (Object element : list) {
        copy.add(value(where + "[" + copy.size() + "]", element, depth));
      }
      return Collections.unmodifiableList(copy);
    }

    private Map<String, Object> map(String where, Map<?, ?> map, int depth) {
      check(where, depth);
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> {
            if (!(key instanceof String name)) {
              throw new IllegalArgumentException(
                  (where.isEmpty() ? "the map" : where) + " has a key that is no string");
            }
            copy.put(name, value(where.isEmpty() ? name : where + "." + name, value, depth));
          });
      return Collections.unmodifiableMap(copy);
    }

    private static void check(String where, int depth) {
      if (depth > DEEPEST) {
        throw new IllegalArgumentException(
            where + " lies in lists and maps more than " + DEEPEST + " deep");
      }
    }
  }
}
