package org.metricbay.shell.table;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.shell.table.TextTable.Align;

/** Lists collectors and files, one line each. */
public final class StatusTable {
  private StatusTable() {}

  /** The plugins, and below them what the folder holds that does not run. */
  public static String render(List<CollectorStatus> plugins, List<PluginFile> files) {
    List<PluginFile> idle =
        files.stream().filter(file -> file.state() != FileState.RUNNING).toList();
    return plugins(plugins) + (idle.isEmpty() ? "" : "\n" + files(idle));
  }

  private static String plugins(List<CollectorStatus> plugins) {
    if (plugins.isEmpty()) {
      return "No plugin runs.\n";
    }
    TextTable table =
        new TextTable(
            "",
            Align.LEFT,
            Align.LEFT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.LEFT,
            Align.LEFT);
    table.row("PLUGIN", "STATE", "SERIES", "TIME", "ID", "BUNDLE", "DESCRIPTION OR ERROR");
    for (CollectorStatus plugin : plugins) {
      table.row(
          plugin.name(),
          plugin.state().name(),
          Integer.toString(plugin.samples()),
          plugin.duration().map(Values::milliseconds).orElse("-"),
          Long.toString(plugin.bundle().id()),
          plugin.bundle().symbolicName() + " " + plugin.bundle().version(),
          plugin.error().or(plugin::losses).orElse(plugin.description()));
    }
    return table.text();
  }

  private static String files(List<PluginFile> files) {
    boolean any = files.stream().anyMatch(file -> file.nextTry().isPresent());
    TextTable table = new TextTable("", Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT);
    table.row("FILE", "STATE", any ? "NEXT TRY" : "", "REASON");
    for (PluginFile file : files) {
      String next = file.nextTry().map(StatusTable::time).orElse(any ? "-" : "");
      table.row(file.file(), file.state().name(), next, file.reason().orElse("-"));
    }
    return table.text();
  }

  /** To the second, in the agent's time zone, as the log has it. */
  private static String time(Instant instant) {
    return LocalTime.ofInstant(instant, ZoneId.systemDefault())
        .truncatedTo(ChronoUnit.SECONDS)
        .format(DateTimeFormatter.ISO_LOCAL_TIME);
  }

  /** The configuration files that were refused, and the folders from which nothing new is taken. */
  public static String problems(AgentStatus status) {
    TextTable table = new TextTable("", Align.LEFT, Align.LEFT, Align.LEFT);
    table.row("CONFIGURATION", "PROBLEM", "WHAT NOW");
    List<ConfigFile> refused =
        status.configFiles().stream().filter(file -> file.problem().isPresent()).toList();
    refused.forEach(
        file -> table.row(file.file(), file.problem().orElse("-"), file.inForce().orElse("-")));
    status
        .folderProblems()
        .forEach(it -> table.row(it.folder(), it.problem(), "nothing new is taken from it"));
    return status.isGood() ? "" : "\n" + table.text();
  }

  /** What was done to files. */
  public static String changes(List<FileChange> changes) {
    TextTable table = new TextTable("", Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT);
    table.row("FILE", "ACTION", "VERSION", "REASON");
    changes.forEach(
        change ->
            table.row(
                change.file(),
                change.action().name(),
                change.version().orElse("-"),
                change.reason().orElse("")));
    return table.text();
  }
}
