package org.metricbay.soak;

import java.util.Arrays;
import java.util.Random;

/** What the hostile load does, and how often relative to the others. */
enum HostileAct {
  /** Something of the storm that exists. */
  CHURN(40),
  ODD_NAME(6),
  ODD_FILE(8),
  MISCHIEF(16),
  HANDS(4),
  CONFIGURATION(6),
  RIGHTS(4),
  RUDE_CLIENT(6),
  FORGERY(8),
  HANG_UP(2);

  private static final int ALL = Arrays.stream(values()).mapToInt(act -> act.weight).sum();

  private final int weight;

  HostileAct(int weight) {
    this.weight = weight;
  }

  static HostileAct random(Random random) {
    int at = random.nextInt(ALL);
    for (HostileAct act : values()) {
      at -= act.weight;
      if (at < 0) {
        return act;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }
}
