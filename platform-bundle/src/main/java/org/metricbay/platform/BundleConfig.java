package org.metricbay.platform;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bundle of collectors is configured to do. One component of the bundle holds it, gives it
 * each configuration that it gets, and is registered by it as a service whose properties {@code
 * collectors.NAME} say which collectors are on. A collector refers to that service and so is there
 * exactly while it is on:
 *
 * <pre>{@code
 * @Component(
 *     reference =
 *         @Reference(
 *             name = "settings",
 *             service = MemorySettings.class,
 *             target = "(collectors.ksmd=true)"))
 * }</pre>
 *
 * <p>A configuration with a wrong value or an unknown key is refused as a whole, with one line in
 * the log, and the former stays. For use by any thread.
 *
 * @param <T> the values that the collectors read; immutable
 */
@ProviderType
public final class BundleConfig<T> {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");
  private static final String SWITCH = "collectors.";

  /** Where the agent says which file a configuration comes from. */
  private static final String FILE = ".metricbay.file";

  private final String pid;
  private final Map<String, Boolean> collectors;
  private final Function<ConfigValues, T> reader;
  private volatile State<T> state;
  private volatile Optional<String> problem = Optional.empty();
  private Map<String, String> given = Map.of();
  private @Nullable ServiceRegistration<?> registration;

  private record State<T>(T values, Map<String, Boolean> switches, SortedSet<String> keys) {}

  /**
   * Starts with the defaults.
   *
   * @param pid the configuration's identity: the name of its file without {@code .cfg}
   * @param collectors the names of the bundle's collectors, and whether each is on by default
   * @param reader reads the values; throws {@link ConfigValues#wrong} if one must be refused
   */
  public BundleConfig(
      String pid, Map<String, Boolean> collectors, Function<ConfigValues, T> reader) {
    this.pid = pid;
    this.collectors = Map.copyOf(collectors);
    this.reader = reader;
    this.state = read(new ConfigValues(Map.of()));
  }

  private State<T> read(ConfigValues values) {
    Map<String, Boolean> switches = new HashMap<>();
    collectors.forEach(
        (name, usual) -> switches.put(SWITCH + name, values.flag(SWITCH + name, usual)));
    State<T> read = new State<>(reader.apply(values), Map.copyOf(switches), values.asked());
    values.checkAllAsked();
    return read;
  }

  /** The values in force. */
  public T get() {
    return state.values();
  }

  /** Why the last configuration was refused, if it was. */
  public Optional<String> problem() {
    return problem;
  }

  /** All keys that there are. */
  public SortedSet<String> keys() {
    return state.keys();
  }

  /** Whether a collector is on. */
  public boolean isOn(String collector) {
    return Boolean.TRUE.equals(state.switches().get(SWITCH + collector));
  }

  /**
   * Takes another configuration, as Declarative Services hands it to a component, or refuses it.
   */
  public synchronized void update(Map<String, ?> properties) {
    ConfigValues values = new ConfigValues(properties);
    try {
      state = read(values);
      problem = Optional.empty();
    } catch (IllegalArgumentException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      LOG.error(
          "{}: {}; the configuration before stays in force", source(properties), e.getMessage());
      return;
    }
    tell(source(properties), values.given());
    if (registration != null) {
      registration.setProperties(FrameworkUtil.asDictionary(state.switches()));
    }
  }

  /** One line for each change, so that whoever saves a file sees that it was read. */
  private void tell(String source, Map<String, String> now) {
    if (!now.equals(given)) {
      LOG.info("{}: in force: {}", source, now.isEmpty() ? "the defaults" : now);
      given = now;
    }
  }

  private String source(Map<String, ?> properties) {
    Object file = properties.get(FILE);
    return file == null ? pid : file.toString();
  }

  /** Registers the component that holds this, so that the collectors that are on appear. */
  synchronized void register(BundleContext context, Object component) {
    registration =
        context.registerService(
            component.getClass().getName(),
            component,
            FrameworkUtil.asDictionary(state.switches()));
  }

  /** Takes the service back. */
  synchronized void unregister() {
    if (registration != null) {
      registration.unregister();
      registration = null;
    }
  }
}
