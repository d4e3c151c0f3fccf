package org.metricbay.core.deploy.internal;

import java.util.Set;
import java.util.TreeSet;

/** Plugins that cannot be started now, though they could at another time; by what they give. */
final class Failing implements AutoCloseable {
  private final Set<Integer> values = new TreeSet<>();

  private static String property(int value) {
    return "metricbay.test.start." + value;
  }

  void fail(int value) {
    values.add(value);
    System.setProperty(property(value), "throw");
  }

  boolean contains(int value) {
    return values.contains(value);
  }

  void recover(int value) {
    values.remove(value);
    System.clearProperty(property(value));
  }

  void recoverAll() {
    Set.copyOf(values).forEach(this::recover);
  }

  @Override
  public void close() {
    recoverAll();
  }
}
