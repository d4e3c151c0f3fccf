package org.metricbay.core.deploy.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.UnknownPluginException;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;

/** Finds the plugin that an operator means by a file, a bundle or a collector. */
record Restartable(
    Map<String, Generation> byFile,
    List<PluginFile> files,
    List<CollectorStatus> collectors,
    LastCollectors last,
    Owners owners) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /** A plugin's symbolic name, and the file that it comes from. */
  record Target(String symbolicName, String file) {
    static Target of(Artifact artifact) {
      return new Target(artifact.symbolicName(), artifact.file());
    }
  }

  Target named(String name) throws UnknownPluginException {
    Optional<Target> target = ofFile(name).or(() -> ofSymbolicName(name));
    Optional<Bundle> bundle = target.isPresent() ? Optional.empty() : bundle(name);
    if (bundle.isPresent()) {
      target = ofBundle(bundle.get());
      if (target.isEmpty()) {
        throw new UnknownPluginException(isNoPlugin(name, bundle.get()));
      }
    }
    return target
        .or(() -> last.of(name).flatMap(this::ofSymbolicName))
        .orElseThrow(
            () ->
                new UnknownPluginException(
                    "there is no collector, bundle or file '"
                        + name
                        + "': metric:list shows those that there are"));
  }

  private String isNoPlugin(String name, Bundle bundle) {
    return owners.isPlugin(bundle)
        ? name + " is not from a file of the deploy folder, and goes with the next metric:reload"
        : name + " is part of the agent itself, and runs for as long as that does";
  }

  private Optional<Target> ofFile(String name) {
    Optional<Target> running = Optional.ofNullable(byFile.get(name)).map(this::target);
    return files.stream()
        .filter(file -> file.file().equals(name))
        .flatMap(file -> file.symbolicName().stream())
        .findFirst()
        .map(symbolicName -> new Target(symbolicName, name))
        .or(() -> running);
  }

  private Target target(Generation generation) {
    return Target.of(generation.artifact());
  }

  private Optional<Target> ofSymbolicName(String name) {
    Stream<Target> running = byFile.values().stream().map(this::target);
    Stream<Target> others =
        files.stream()
            .filter(file -> file.symbolicName().isPresent())
            .map(file -> new Target(file.symbolicName().orElseThrow(), file.file()));
    return Stream.concat(running, others)
        .filter(target -> target.symbolicName().equals(name))
        .findFirst();
  }

  /** The bundle of this number, or of the collector of this name, or else of the symbolic name. */
  private Optional<Bundle> bundle(String name) {
    Optional<Long> id =
        NUMBER.matcher(name).matches()
            ? Optional.of(Long.valueOf(name))
            : collectors.stream()
                .filter(status -> status.name().equals(name))
                .map(status -> status.bundle().id())
                .findFirst();
    return id.flatMap(owners::bundle).or(() -> owners.bundle(name));
  }

  /**
   * What runs changes while this looks: a bundle may have gone already, or its successor not be
   * known yet. Then it is found by its name.
   */
  private Optional<Target> ofBundle(Bundle bundle) {
    Bundle plugin = owners.children().plugin(bundle).orElse(bundle);
    Optional<Target> known =
        byFile.values().stream()
            .filter(generation -> generation.bundle().equals(plugin))
            .map(this::target)
            .findFirst();
    return known.isPresent() || !owners.isPlugin(plugin)
        ? known
        : ofSymbolicName(String.valueOf(plugin.getSymbolicName()));
  }
}
