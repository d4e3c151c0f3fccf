package org.metricbay.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The variables {@code METRICBAY_…}, and those among them that mean nothing. */
final class Environment {
  private static final String PREFIX = "METRICBAY_";

  /** What the start script reads. */
  private static final String JAVA_OPTIONS = PREFIX + "JAVA_OPTS";

  /** Kubernetes sets these for a service that is called metricbay. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("METRICBAY_(SERVICE_(HOST|PORT.*)|PORT_[0-9]+_.*)");

  private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, String> variables = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  Environment(Map<String, String> all) {
    all.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !value.isBlank()) {
            variables.put(name, value);
          }
        });
    String port = variables.get(Option.PORT.variable());
    if (port != null && ADDRESS_OF_KUBERNETES.matcher(port).matches()) {
      variables.remove(Option.PORT.variable());
      warnings.add(
          Option.PORT.variable()
              + " is what Kubernetes tells of a service, and is not used: say --port, or"
              + " enableServiceLinks: false");
    }
  }

  /** The values by variable; none is blank. */
  Map<String, String> variables() {
    return variables;
  }

  /** What somebody may think has an effect. */
  List<String> warnings() {
    TreeSet<String> known = new TreeSet<>();
    known.add(JAVA_OPTIONS);
    for (Option option : Option.values()) {
      known.add(option.variable());
    }
    for (Setting setting : Setting.values()) {
      known.add(setting.variable());
    }
    List<String> all = new ArrayList<>(warnings);
    for (String name : variables.keySet()) {
      if (!known.contains(name) && !OF_KUBERNETES.matcher(name).matches()) {
        all.add(name + " is no variable of the agent's, and not used" + Nearest.hint(name, known));
      }
    }
    return all;
  }
}
