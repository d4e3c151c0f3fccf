package org.metricbay.http;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.felix.utils.json.JSONWriter;
import org.jspecify.annotations.Nullable;

/** A JSON object whose members keep their order. Not for two threads at once. */
final class Json {
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  /** Adds a text or a truth value. */
  Json with(String key, Object value) {
    members.put(key, value);
    return this;
  }

  /** Adds an integer. */
  Json with(String key, long value) {
    members.put(key, value);
    return this;
  }

  /** Adds a value, or null if there is none. */
  Json with(String key, Optional<?> value) {
    members.put(key, value.orElse(null));
    return this;
  }

  /** Adds a number, or null if there is none. */
  Json with(String key, OptionalLong value) {
    members.put(key, value.isPresent() ? (Object) value.getAsLong() : null);
    return this;
  }

  /** Adds a number; one that JSON cannot write becomes a text, as it is on the metrics page. */
  Json with(String key, double value) {
    members.put(key, number(value));
    return this;
  }

  /** Adds an object. */
  Json with(String key, Json value) {
    members.put(key, value.members);
    return this;
  }

  /** Adds an array of objects. */
  Json with(String key, List<Json> values) {
    members.put(key, values.stream().map(json -> json.members).toList());
    return this;
  }

  private static Object number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value;
  }

  String text() {
    StringWriter text = new StringWriter();
    try {
      new JSONWriter(text).value(members);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter never fails", e);
    }
    return text.toString();
  }
}
