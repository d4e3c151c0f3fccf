package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.List;

/** The numbers of CPUs as texts, each of which is made once. For use by one thread at a time. */
final class CpuNames {
  private final List<String> names = new ArrayList<>();

  String of(int cpu) {
    while (names.size() <= cpu) {
      names.add(Integer.toString(names.size()));
    }
    return names.get(cpu);
  }
}
