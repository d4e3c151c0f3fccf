package org.metricbay.api;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sample of a state set: each state is a series of its own, 1 if it is on and 0 if not, with a
 * label that has the family's name and says which.
 *
 * @param labels the labels, without the one for the state
 * @param states all states, those that are off too
 * @since 1.1
 */
@ProviderType
public record StateSetSample(Labels labels, List<State> states) implements Sample {

  /**
   * One of the states.
   *
   * @param name what it is called
   * @param on whether it is so at this moment
   */
  @ProviderType
  public record State(String name, boolean on) {
    /** Checks that there is a name. */
    public State {
      Objects.requireNonNull(name, "name");
    }
  }

  /** Checks that each state is there once. */
  public StateSetSample {
    Objects.requireNonNull(labels, "labels");
    states = List.copyOf(states);
    Set<String> names = new HashSet<>();
    for (State state : states) {
      if (!names.add(state.name())) {
        throw new IllegalArgumentException(
            "state \"" + state.name() + "\" is there twice: give it once");
      }
    }
  }
}
