/** The {@code metric:} commands, and what makes the prompt pleasant. */
@NullMarked
package org.metricbay.shell;

import org.jspecify.annotations.NullMarked;
