package org.metricbay.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How many processes and threads there are, from {@code /proc}:
 *
 * <pre>
 * node_processes_pids 130
 * node_processes_state{state="S"} 95
 * node_processes_max_threads 7801
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.processes=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "processes", description = "Processes and threads by state, and their limits.")
public final class ProcessesCollector implements MetricPlugin {
  private static final MetricDescriptor PROCESSES_PIDS =
      MetricDescriptor.gauge("node_processes_pids", "Number of PIDs");

  private static final MetricDescriptor PROCESSES_THREADS =
      MetricDescriptor.gauge("node_processes_threads", "Allocated threads in system");

  private static final MetricDescriptor PROCESSES_STATE =
      MetricDescriptor.gauge("node_processes_state", "Number of processes in each state.", "state");

  private static final MetricDescriptor PROCESSES_THREADS_STATE =
      MetricDescriptor.gauge(
          "node_processes_threads_state", "Number of threads in each state.", "thread_state");

  private static final MetricDescriptor PROCESSES_MAX_THREADS =
      MetricDescriptor.gauge("node_processes_max_threads", "Limit of threads in the system");

  private static final MetricDescriptor PROCESSES_MAX_PROCESSES =
      MetricDescriptor.gauge("node_processes_max_processes", "Number of max PIDs limit");

  /** The fields between the state and the number of threads. */
  private static final int BETWEEN = 16;

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public ProcessesCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    Map<String, Integer> states = new TreeMap<>();
    Map<String, Integer> threadStates = new TreeMap<>();
    int pids = 0;
    double threads = 0;
    List<MetricFamily> families = new ArrayList<>();
    FieldReader.Unreadable unreadable =
        (what, why) -> families.add(MetricFamily.unusable(what, why));
    for (String pid : numbers(files.procfs())) {
      Optional<Stat> process = stat(files.procfs().resolve(pid), unreadable);
      if (process.isPresent()) {
        pids++;
        threads += process.get().threads();
        states.merge(process.get().state(), 1, Integer::sum);
        countThreads(pid, process.get(), threadStates, unreadable);
      }
    }
    families.addAll(counts(pids, threads));
    families.add(byState(PROCESSES_STATE, states));
    families.add(byState(PROCESSES_THREADS_STATE, threadStates));
    families.add(limit("threads-max", PROCESSES_MAX_THREADS));
    families.add(limit("pid_max", PROCESSES_MAX_PROCESSES));
    return families;
  }

  private void countThreads(
      String pid, Stat process, Map<String, Integer> states, FieldReader.Unreadable unreadable) {
    Path tasks = files.procfs().resolve(pid).resolve("task");
    for (String thread : numbers(tasks)) {
      Optional<Stat> stat =
          thread.equals(pid) ? Optional.of(process) : stat(tasks.resolve(thread), unreadable);
      stat.ifPresent(found -> states.merge(found.state(), 1, Integer::sum));
    }
  }

  private List<String> numbers(Path folder) {
    return files.list(folder).stream().filter(name -> Character.isDigit(name.charAt(0))).toList();
  }

  /** A process that ends meanwhile is none. */
  private Optional<Stat> stat(Path folder, FieldReader.Unreadable unreadable) {
    Optional<String> text = files.record(folder.resolve("stat"));
    try {
      return text.map(ProcessesCollector::parse);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      // Not by its number, as such a process may come again and again.
      unreadable.tell("a stat of a process", "cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  record Stat(String state, double threads) {}

  /** The fields behind the program's name, which may have blanks, brackets and new lines. */
  static Stat parse(String text) {
    FieldReader fields = new FieldReader(text.substring(text.lastIndexOf(')') + 1));
    fields.nextLine();
    String state = fields.next();
    if (state.length() != 1 || !Character.isLetter(state.charAt(0))) {
      throw new IllegalArgumentException("\"" + state + "\" is no state");
    }
    for (int field = 0; field < BETWEEN; field++) {
      fields.skip();
    }
    return new Stat(state, fields.number());
  }

  static List<MetricFamily> counts(int pids, double threads) {
    return List.of(PROCESSES_PIDS.of(pids), PROCESSES_THREADS.of(threads));
  }

  private static MetricFamily byState(MetricDescriptor metric, Map<String, Integer> states) {
    FamilyBuilder family = metric.samples();
    states.forEach((state, count) -> family.add(count, state));
    return family.build();
  }

  private MetricFamily limit(String file, MetricDescriptor metric) {
    return metric.of(files.number(files.proc("sys/kernel").resolve(file)));
  }
}
