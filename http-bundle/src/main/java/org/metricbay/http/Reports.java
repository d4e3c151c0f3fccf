package org.metricbay.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.LeftOut;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.Clash;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.ReloadReport;

/** Collectors, files and reloads as JSON. */
final class Reports {
  private Reports() {}

  /** All plugins and all files. */
  static Json overview(List<CollectorStatus> plugins, List<PluginFile> files) {
    return new Json()
        .with("plugins", plugins.stream().map(plugin -> plugin(plugin, files)).toList())
        .with("files", files.stream().map(file -> file(file, plugins)).toList());
  }

  /** One collector, with where it comes from. */
  static Json plugin(CollectorStatus status, List<PluginFile> files) {
    return addState(
        new Json()
            .with("name", status.name())
            .with("description", status.description())
            .with("bundle", bundle(status.bundle()))
            .with("file", fileOf(status.bundle(), files)),
        status);
  }

  /** One collector beside its file. */
  private static Json collector(CollectorStatus status) {
    return addState(
        new Json().with("name", status.name()).with("description", status.description()), status);
  }

  private static Json addState(Json json, CollectorStatus status) {
    json.with("state", status.state().name())
        .with("lastDurationSeconds", status.duration().map(Reports::seconds))
        .with("error", status.error())
        .with("series", status.samples());
    if (!status.leftOut().isEmpty()) {
      json.with("leftOut", status.leftOut().stream().map(Reports::leftOut).toList());
    }
    if (!status.clashes().isEmpty()) {
      json.with("clashes", status.clashes().stream().map(Reports::clash).toList());
    }
    return json;
  }

  private static Json leftOut(LeftOut one) {
    return new Json().with("what", one.what()).with("why", one.why());
  }

  /** What two collectors both have; without a family it is the name. */
  private static Json clash(Clash clash) {
    return new Json()
        .with("keeper", clash.keeper().collector())
        .with("keeperBundle", clash.keeper().bundle().symbolicName())
        .with("loser", clash.loser().collector())
        .with("loserBundle", clash.loser().bundle().symbolicName())
        .with("family", clash.family())
        .with("series", clash.series())
        .with("what", clash.what());
  }

  /** The name of the file that a bundle came from, or what has installed it. */
  static Optional<String> fileOf(BundleInfo bundle, List<PluginFile> files) {
    return files.stream().filter(file -> file.isOf(bundle.id())).map(PluginFile::file).findFirst();
  }

  private static Json bundle(BundleInfo bundle) {
    return new Json()
        .with("id", bundle.id())
        .with("symbolicName", bundle.symbolicName())
        .with("version", bundle.version())
        .with("state", bundle.state());
  }

  /** A file and the collectors of its bundle. */
  private static Json file(PluginFile file, List<CollectorStatus> collectors) {
    return new Json()
        .with("name", file.file())
        .with("symbolicName", file.symbolicName())
        .with("version", file.version())
        .with("state", file.state().name())
        .with("reason", file.reason())
        .with("bundleId", file.bundleId())
        .with("runningVersion", file.runningVersion())
        .with("nextTry", file.nextTry().map(Instant::toString))
        .with("usedBy", file.usedBy())
        .with(
            "collectors",
            collectors.stream()
                .filter(it -> file.isOf(it.bundle().id()))
                .map(Reports::collector)
                .toList());
  }

  /** The configuration files, and the folders from which nothing new is taken. */
  static void addStatus(Json json, AgentStatus status) {
    json.with("configuration", status.configFiles().stream().map(Reports::configFile).toList())
        .with(
            "folderProblems",
            status.folderProblems().stream()
                .map(it -> new Json().with("folder", it.folder()).with("problem", it.problem()))
                .toList());
  }

  private static Json configFile(ConfigFile file) {
    return new Json()
        .with("name", file.file())
        .with("good", file.problem().isEmpty())
        .with("problem", file.problem())
        .with("inForce", file.inForce());
  }

  /** What a reload did; it is good only if the configuration is, too. */
  static Json reload(ReloadReport report, List<PluginFile> files, boolean good) {
    return new Json()
        .with("good", good)
        .with("durationSeconds", seconds(report.duration()))
        .with("files", report.files().stream().map(Reports::change).toList())
        .with("plugins", report.collectors().stream().map(it -> plugin(it, files)).toList());
  }

  private static Json change(FileChange change) {
    return new Json()
        .with("name", change.file())
        .with("symbolicName", change.symbolicName())
        .with("version", change.version())
        .with("action", change.action().name())
        .with("reason", change.reason());
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
