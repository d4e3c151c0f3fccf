package org.metricbay.http.webconfig;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;

/** The choice of curves, which {@link SSLParameters} have since Java 20. */
final class NamedGroups {
  private NamedGroups() {}

  /** The names that the JVM knows; nothing if it cannot be told which to use. */
  static Optional<List<String>> known(SSLParameters supported) {
    try {
      MethodHandle get =
          MethodHandles.publicLookup()
              .findVirtual(
                  SSLParameters.class, "getNamedGroups", MethodType.methodType(String[].class));
      return Optional.ofNullable((String[]) get.invoke(supported)).map(List::of);
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (Throwable e) {
      throw new IllegalStateException("SSLParameters.getNamedGroups failed", e);
    }
  }

  static void set(SSLParameters parameters, List<String> groups) {
    try {
      MethodHandle set =
          MethodHandles.publicLookup()
              .findVirtual(
                  SSLParameters.class,
                  "setNamedGroups",
                  MethodType.methodType(void.class, String[].class));
      set.invoke(parameters, groups.toArray(new String[0]));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("asked for curves that this JVM cannot choose", e);
    } catch (Throwable e) {
      throw new IllegalStateException("SSLParameters.setNamedGroups failed", e);
    }
  }
}
