package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.soak.Excuses.What;
import org.metricbay.soak.Promises.Promise;

/**
 * Somebody at the agent's prompt who tries Gogo's commands on any bundle, the agent's own too.
 * After {@code metric:restart} for each plugin that was stopped, and {@code metric:reload}, it must
 * run what the folder says.
 */
final class Hands {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern BUNDLE =
      Pattern.compile("(?m)^\\s*(\\d+)\\|\\w+\\s*\\|\\s*\\d+\\|([^ |\\r\\n]+)");
  private static final List<String> COMMANDS =
      List.of("start", "stop", "stop", "update", "refresh", "uninstall", "metric:restart");

  private final AgentProcess agent;
  private final AgentClient client;
  private final Folder folder;
  private final Pacer pacer;
  private final Promises promises;
  private final Random random;
  private final List<Subject> subjects;

  Hands(
      AgentProcess agent,
      AgentClient client,
      Folder folder,
      Pacer pacer,
      Promises promises,
      Random random,
      List<Subject> subjects) {
    this.agent = agent;
    this.client = client;
    this.folder = folder;
    this.pacer = pacer;
    this.promises = promises;
    this.random = random;
    this.subjects = subjects;
  }

  /** The symbolic names of all bundles by their numbers, as {@code lb} shows them. */
  Map<Integer, String> bundles() throws IOException, InterruptedException {
    Map<Integer, String> found = new TreeMap<>();
    Matcher matcher = BUNDLE.matcher(agent.shell("lb -s"));
    while (matcher.find()) {
      found.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
    }
    if (found.isEmpty()) {
      throw new IOException("lb shows no bundles");
    }
    return found;
  }

  /** Types a few commands. All plugins' files are good. */
  void act() throws IOException, InterruptedException {
    promises.excuses().during(What.SERIES, this::type);
  }

  private void type() throws IOException, InterruptedException {
    awaitFolder("before any command");
    List<String> typed = new ArrayList<>();
    Set<String> stopped = new LinkedHashSet<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      typed.add(one(stopped));
    }
    for (Subject subject : subjects) {
      if (stopped.contains(subject.symbolicName())) {
        typed.add(shell("metric:restart " + subject.file()));
      }
    }
    typed.add(shell("metric:reload"));
    awaitFolder(typed.toString());
  }

  private String one(Set<String> stopped) throws IOException, InterruptedException {
    Map<Integer, String> bundles = bundles();
    // That ends the agent, as it says.
    bundles.remove(0);
    List<Integer> numbers = new ArrayList<>(bundles.keySet());
    int number = numbers.get(random.nextInt(numbers.size()));
    String name = bundles.getOrDefault(number, "");
    int choice = random.nextInt(COMMANDS.size() + 2);
    if (choice == COMMANDS.size()) {
      Subject subject = subjects.get(random.nextInt(subjects.size()));
      return shell("install " + folder.path().resolve(subject.file()).toUri());
    } else if (choice > COMMANDS.size()) {
      return shell("refresh");
    }
    String command = COMMANDS.get(choice);
    if (command.equals("stop")) {
      stopped.add(name);
    }
    return shell(command + " " + number) + " (" + name + ")";
  }

  private String shell(String command) throws IOException, InterruptedException {
    agent.shell(command);
    return command;
  }

  private void awaitFolder(String after) throws IOException, InterruptedException {
    if (!pacer.await(LIMIT, () -> difference().isEmpty())) {
      promises.broken(Promise.HANDS, after + ": " + difference().orElse("late"));
    }
  }

  private Optional<String> difference() throws InterruptedException {
    try {
      JsonNode overview = client.plugins();
      return Expected.ofTheirs(subjects, overview);
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Bundles that are there more often than before, or were not there. */
  static Map<String, Long> more(Map<Integer, String> before, Map<Integer, String> now) {
    Map<String, Long> counts = new HashMap<>();
    now.values().forEach(name -> counts.merge(name, 1L, Long::sum));
    before.values().forEach(name -> counts.merge(name, -1L, Long::sum));
    counts.values().removeIf(count -> count <= 0);
    return counts;
  }
}
