package org.metricbay.core.deploy.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;

/**
 * Java 17 keeps the class of the record whose {@code equals} or {@code hashCode} was used first
 * most lately, in {@code ObjectMethods} (the last type that a static method handle was adapted to,
 * {@code MethodHandle.asTypeCache}), and with it the class loader of a plugin that is gone. Newer
 * ones hold on to it softly.
 */
final class LastRecord {

  /** Stands for a plugin's, in that place. */
  private record Own(Own field) {}

  private LastRecord() {}

  /** Puts a record of the agent's own in its place. */
  static void forget() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle field = lookup.findVirtual(Own.class, "field", MethodType.methodType(Own.class));
      use(lookup, "equals", MethodType.methodType(boolean.class, Own.class, Object.class), field);
      use(lookup, "hashCode", MethodType.methodType(int.class, Own.class), field);
      use(lookup, "toString", MethodType.methodType(String.class, Own.class), field);
    } catch (Throwable e) {
      // For want of memory, say: one class loader stays a while longer.
    }
  }

  private static void use(
      MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle field)
      throws Throwable {
    Object unused = ObjectMethods.bootstrap(lookup, method, type, Own.class, "field", field);
  }
}
