package org.metricbay.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.metricbay.core.deploy.UnknownPluginException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Gogo's commands for bundles, in its place: plugins are updated and refreshed beside themselves,
 * so that no scrape misses them, and the agent's own bundles are left alone. A bundle is named by
 * its number or symbolic name, a plugin by its file too. Of commands of one name Gogo takes the one
 * with the highest ranking.
 */
@Component(
    service = BundleCommands.class,
    property = {
      "osgi.command.scope=felix",
      "osgi.command.function=start",
      "osgi.command.function=stop",
      "osgi.command.function=update",
      "osgi.command.function=refresh",
      "osgi.command.function=uninstall",
      "service.ranking:Integer=100"
    },
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class BundleCommands {
  /** The prefix of the locations of the launcher's bundles. */
  private static final String CONNECTED = "connect:";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern URL = Pattern.compile("[a-z]{2,}:.+");

  private final BundleContext context;
  private final Deployer deployer;

  /** Takes the deployer, which sees to the plugins. */
  @Activate
  public BundleCommands(BundleContext context, @Reference Deployer deployer) {
    this.context = context;
    this.deployer = deployer;
  }

  /** What is done to one bundle; returns what there is to say of it. */
  @FunctionalInterface
  private interface Action {
    String to(Bundle bundle) throws BundleException, UnknownPluginException;
  }

  /** Starts bundles, or installs and starts those given as URLs. */
  @Descriptor("starts bundles")
  public @Nullable String start(
      @Descriptor("only for now, which is so in any case: the agent begins with the folder")
          @Parameter(
              names = {"-t", "--transient"},
              presentValue = "true",
              absentValue = "false")
          boolean once,
      @Descriptor("starts a bundle as its activation policy says")
          @Parameter(
              names = {"-p", "--policy"},
              presentValue = "true",
              absentValue = "false")
          boolean policy,
      @Descriptor("numbers, symbolic names, files of the deploy folder or URLs") String... names) {
    int options =
        (once ? Bundle.START_TRANSIENT : 0) | (policy ? Bundle.START_ACTIVATION_POLICY : 0);
    return each(
        names,
        this::namedOrInstalled,
        bundle -> {
          bundle.start(options);
          return "";
        });
  }

  private Bundle namedOrInstalled(String name) throws BundleException, UnknownPluginException {
    return URL.matcher(name).matches() ? context.installBundle(name) : named(name);
  }

  /** Stops bundles. */
  @Descriptor("stops bundles; a plugin stays stopped until it is started, or its file deleted")
  public @Nullable String stop(
      @Descriptor("only for now; of a plugin it stays so in any case")
          @Parameter(
              names = {"-t", "--transient"},
              presentValue = "true",
              absentValue = "false")
          boolean once,
      @Descriptor("numbers, symbolic names or files of the deploy folder; 0 ends the agent")
          String... names) {
    return each(
        names,
        bundle -> {
          if (isBuiltIn(bundle)) {
            return staysAsItIs(bundle, "stopped");
          }
          bundle.stop(once ? Bundle.STOP_TRANSIENT : 0);
          return "";
        });
  }

  /** Restarts plugins from their files, and reads other bundles again from where they came from. */
  @Descriptor("runs plugins anew from their files, with no gap in their metrics")
  public @Nullable String update(
      @Descriptor("numbers, symbolic names or files of the deploy folder") String... names) {
    return each(names, bundle -> runAnew(bundle, "updated", Bundle::update));
  }

  /** Restarts plugins, which wires them again, and has the framework refresh other bundles. */
  @Descriptor("wires plugins anew, with no gap in their metrics")
  public @Nullable String refresh(
      @Descriptor("numbers, symbolic names or files of the deploy folder; none for what is stale")
          String... names) {
    if (names.length == 0) {
      deployer.reload();
      return null;
    }
    return each(
        names,
        bundle ->
            runAnew(
                bundle,
                "refreshed",
                other ->
                    context
                        .getBundle(0)
                        .adapt(FrameworkWiring.class)
                        .refreshBundles(List.of(other))));
  }

  /** Uninstalls bundles that are not the agent's, nor plugins. */
  @Descriptor("uninstalls bundles; a plugin goes when its file is deleted")
  public @Nullable String uninstall(
      @Descriptor("numbers, symbolic names or files of the deploy folder") String... names) {
    return each(
        names,
        bundle -> {
          if (isBuiltIn(bundle) || bundle.getBundleId() == 0) {
            return staysAsItIs(bundle, "uninstalled");
          }
          Optional<PluginFile> file = deployer.fileOf(bundle.getBundleId());
          if (file.isPresent()) {
            return "bundle "
                + label(bundle)
                + " is what "
                + file.get().file()
                + " says: delete that file, and it goes";
          }
          bundle.uninstall();
          return "";
        });
  }

  /** What is done to a bundle that is neither the agent's nor a plugin. */
  @FunctionalInterface
  private interface Usual {
    void done(Bundle bundle) throws BundleException;
  }

  private String runAnew(Bundle bundle, String what, Usual otherwise)
      throws BundleException, UnknownPluginException {
    if (isBuiltIn(bundle) || bundle.getBundleId() == 0) {
      return staysAsItIs(bundle, what);
    }
    Optional<PluginFile> file = deployer.fileOf(bundle.getBundleId());
    if (file.isEmpty() && deployer.isFromFolder(bundle)) {
      return "bundle "
          + label(bundle)
          + " is on trial or being removed, and cannot be "
          + what
          + ": say its file";
    }
    if (file.isEmpty()) {
      otherwise.done(bundle);
      return "";
    }
    if (file.get().state() == FileState.STOPPED) {
      return "bundle " + label(bundle) + " is stopped: start it, and it is " + what + " as well";
    }
    return MetricCommands.text(deployer.restart(file.get().file()));
  }

  private static boolean isBuiltIn(Bundle bundle) {
    return bundle.getLocation().startsWith(CONNECTED);
  }

  private static String staysAsItIs(Bundle bundle, String what) {
    return "bundle "
        + label(bundle)
        + " is part of the agent and cannot be "
        + what
        + ": 'stop 0' ends the agent";
  }

  private static String label(Bundle bundle) {
    return bundle.getBundleId() + " (" + bundle.getSymbolicName() + ")";
  }

  /** Finds what a name means. */
  @FunctionalInterface
  private interface Finder {
    Bundle named(String name) throws BundleException, UnknownPluginException;
  }

  private @Nullable String each(String[] names, Action action) {
    return each(names, this::named, action);
  }

  private static @Nullable String each(String[] names, Finder finder, Action action) {
    StringJoiner said = new StringJoiner("\n");
    if (names.length == 0) {
      said.add(
          "say which: a bundle's number or symbolic name, as lb shows them, or a plugin's file");
    }
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      try {
        String answer = action.to(finder.named(name));
        if (!answer.isEmpty()) {
          said.add(answer);
        }
      } catch (BundleException | UnknownPluginException | RuntimeException e) {
        problems.add(reason(e));
      }
    }
    problems.forEach(said::add);
    return said.length() == 0 ? null : said.toString();
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private Bundle named(String name) throws UnknownPluginException {
    if (NUMBER.matcher(name).matches()) {
      return found(name, Optional.ofNullable(context.getBundle(Long.parseLong(name))));
    }
    Optional<Bundle> ofFile =
        deployer.files().stream()
            .filter(file -> file.file().equals(name) && file.bundleId().isPresent())
            .map(file -> context.getBundle(file.bundleId().getAsLong()))
            .findFirst();
    return found(
        name,
        ofFile.or(
            () ->
                Arrays.stream(context.getBundles())
                    .filter(bundle -> name.equals(bundle.getSymbolicName()))
                    .findFirst()));
  }

  private static Bundle found(String name, Optional<Bundle> bundle) throws UnknownPluginException {
    return bundle.orElseThrow(
        () ->
            new UnknownPluginException(
                "there is no bundle '" + name + "': lb shows those that there are"));
  }
}
