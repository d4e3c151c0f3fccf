package org.metricbay.soak;

import java.util.Arrays;
import java.util.Random;

/** What the load does to a plugin's file, and how often relative to the others. */
enum Action {
  UPGRADE(24),
  DOWNGRADE(6),
  BREAK(5),
  HALF_WRITE_AND_COMPLETE(5),
  HALF_WRITE_AND_ABANDON(3),
  REPLACE_BY_UNRESOLVABLE(4),
  REPLACE_BY_FAILING_IN_START(4),
  REPLACE_BY_FAILING_AT_ONCE(4),
  REPLACE_BY_FAILING_LATER(1),
  DELETE(5),
  TOUCH(3),
  REWRITE_SAME_BYTES(3),
  RENAME_FILE(3),
  ADD_OLDER_COPY(2),
  RELOAD(3),
  RESTART(4),
  HEALTHY_UPGRADE(20),
  HEALTHY_DOWNGRADE(3),
  HEALTHY_TOUCH(1),
  HEALTHY_REWRITE_SAME_BYTES(2),
  HEALTHY_RESTART(5);

  private static final int ALL = Arrays.stream(values()).mapToInt(action -> action.weight).sum();

  private final int weight;

  Action(int weight) {
    this.weight = weight;
  }

  boolean isOnHealthy() {
    return name().startsWith("HEALTHY_");
  }

  static Action random(Random random) {
    int at = random.nextInt(ALL);
    for (Action action : values()) {
      at -= action.weight;
      if (at < 0) {
        return action;
      }
    }
    throw new IllegalStateException("the weights do not add up");
  }
}
