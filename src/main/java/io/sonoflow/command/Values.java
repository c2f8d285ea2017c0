/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.command;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.install.WeightsStore;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** Reading one value as its parameter's type, and holding it against the parameter's declaration. */
final class Values {

	private static final Set<Class<?>> TYPES = Set.of(int.class, long.class, double.class, boolean.class, String.class,
		File.class);

	private Values() {
	}

	static boolean isSupported(final Class<?> type) {
		return TYPES.contains(type);
	}

	/**
	 * @param text what the user wrote, null for a key without value
	 * @return the value; null for a file that is left empty
	 * @throws SonoflowException.Input if the text is not of the parameter's type
	 */
	static Object parse(final ModuleItem<?> item, final String text) {
		final String key = Inputs.key(item);
		final Class<?> type = item.getType();
		if (text == null) throw new SonoflowException.Input("The key " + key + " has no value. Write " + (type ==
			boolean.class ? key + "=true or " + key + "=false." : key + "=value; allowed: " + allowed(item) + "."));
		if (type == boolean.class) return parseBoolean(key, text);
		if (type == File.class) return text.isBlank() ? null : parseFile(key, text);
		if (type == String.class) return text;
		return parseNumber(item, text);
	}

	private static Boolean parseBoolean(final String key, final String text) {
		if (text.equals("true")) return true;
		if (text.equals("false")) return false;
		throw new SonoflowException.Input(key + "=" + text + " is neither true nor false. Write " + key + "=true or " +
			key + "=false" + (text.matches("[01]") ? " (as text: a macro turns its own true into 1)." : "."));
	}

	private static File parseFile(final String key, final String text) {
		try {
			return new File(text).toPath().toFile();
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.Input(key + "=" + text + " is not a path on this system: " + e.getReason() +
				". Give the path of a file or folder.", e);
		}
	}

	private static Number parseNumber(final ModuleItem<?> item, final String text) {
		final boolean whole = item.getType() != double.class;
		final String cure = " Allowed: " + allowed(item) + ", e.g. " + Inputs.key(item) + "=" + plain(item.getDefaultValue()) +
			".";
		final BigDecimal number;
		try {
			number = new BigDecimal(text.strip());
		}
		catch (final NumberFormatException e) {
			throw new SonoflowException.Input(Inputs.key(item) + "=" + text + " is not a number." + cure, e);
		}
		if (!whole && Double.isFinite(number.doubleValue())) return number.doubleValue();
		try {
			return item.getType() == int.class ? (Number) number.intValueExact() : (Number) number.longValueExact();
		}
		catch (final ArithmeticException e) {
			throw new SonoflowException.Input(Inputs.key(item) + "=" + text + (number.stripTrailingZeros().scale() > 0
				? " is not a whole number." : " is too large.") + cure, e);
		}
	}

	/** @throws SonoflowException if the value is missing, not allowed, or names a file that is not there */
	static void check(final ModuleItem<?> item, final Object value) {
		final boolean empty = value == null || value instanceof String text && text.isBlank();
		if (empty && item.is(SonoflowCommand.REQUIRED)) throw new SonoflowException.Input("The key " + Inputs.key(item) +
			" is missing: " + item.getDescription() + " Add " + Inputs.key(item) + "=" + (value instanceof String
				? "value." : "[path]."));
		if (empty) return;
		if (value instanceof Number number) checkNumber(item, number);
		if (value instanceof String text) checkText(item, text);
		if (value instanceof File file) checkFile(item, file);
	}

	private static void checkNumber(final ModuleItem<?> item, final Number value) {
		final double number = value.doubleValue();
		final Number min = (Number) item.getMinimumValue();
		final Number max = (Number) item.getMaximumValue();
		final String above = item.get(SonoflowCommand.ABOVE);
		if (Double.isNaN(number) || min != null && number < min.doubleValue() || max != null && number > max
			.doubleValue() || above != null && number <= Double.parseDouble(above)) throw new SonoflowException.Input(Inputs
				.key(item) + "=" + value + " is out of range. Allowed: " + allowed(item) + ".");
	}

	private static void checkText(final ModuleItem<?> item, final String text) {
		final String key = Inputs.key(item);
		final List<String> choices = choices(item);
		if (!choices.isEmpty() && !choices.contains(text)) throw new SonoflowException.Input(key + "=" + text +
			" is not a choice" + Names.hint(text, choices) + " Allowed: " + allowed(item) + ".");
		final String pattern = item.get(SonoflowCommand.PATTERN);
		if (pattern != null && !text.matches(pattern)) throw new SonoflowException.Input(key + "=" + text +
			" is not allowed. Allowed: " + allowed(item) + ".");
		if (SonoflowCommand.SHARD.equals(pattern)) {
			final String[] parts = text.split("/");
			if (Integer.parseInt(parts[0]) > Integer.parseInt(parts[1])) throw new SonoflowException.Input(key + "=" + text +
				": there is no part " + parts[0] + " of " + parts[1] + ". Allowed: parts 1 to " + parts[1] + ".");
		}
		if (item.is(SonoflowCommand.EXISTS)) SonoflowCommand.paths(text).forEach(path -> checkFile(item, path.toFile()));
	}

	/**
	 * @return the file that is meant: of a parameter with {@link SonoflowCommand#INSTALLED} the installed one, if a name of
	 *         published weights was given and no file is called so
	 * @throws SonoflowException.File if those are not installed
	 */
	static File located(final ModuleItem<?> item, final File file) {
		if (!item.is(SonoflowCommand.INSTALLED) || file.getPath().indexOf('\0') >= 0) return file;
		return WeightsStore.resolve(Inputs.key(item), file.toPath()).toFile();
	}

	private static void checkFile(final ModuleItem<?> item, final File file) {
		if (file.getPath().indexOf('\0') >= 0) throw new SonoflowException.Input(Inputs.key(item) +
			" holds a zero character. Give the path of a file or folder.");
		if (!item.is(SonoflowCommand.EXISTS)) return;
		if (!file.exists()) throw new SonoflowException.File(Inputs.key(item) + "=" + file +
			": there is no such file or folder. Check the path" + (file.getParentFile() != null && !file.getParentFile()
				.exists() ? " (the folder " + file.getParentFile() + " does not exist either)" : "") +
			"; relative paths start at " + new File("").getAbsolutePath() + ".");
		final Set<String> styles = styles(item);
		if (styles.contains("directory") && !file.isDirectory()) throw new SonoflowException.File(Inputs.key(item) + "=" +
			file + " is a file. Give a folder.");
		if (styles.contains("open") && file.isDirectory()) throw new SonoflowException.File(Inputs.key(item) + "=" + file +
			" is a folder. Give a file.");
		if (!file.canRead()) throw new SonoflowException.File(Inputs.key(item) + "=" + file +
			" cannot be read: permission denied. Change its permissions.");
	}

	private static Set<String> styles(final ModuleItem<?> item) {
		final String style = item.getWidgetStyle();
		return style == null ? Set.of() : Set.copyOf(Arrays.asList(style.split("\\s*,\\s*")));
	}

	private static List<String> choices(final ModuleItem<?> item) {
		return item.getChoices() == null ? List.of() : item.getChoices().stream().map(String::valueOf).toList();
	}

	/** {@return in words, what values the parameter takes} */
	static String allowed(final ModuleItem<?> item) {
		if (item.get(SonoflowCommand.ALLOWED) != null) return item.get(SonoflowCommand.ALLOWED);
		if (!choices(item).isEmpty()) return String.join(" | ", choices(item));
		if (item.getType() == boolean.class) return "true | false";
		if (item.getType() == File.class) return "a path";
		if (!Types.isNumber(Types.box(item.getType()))) return "text";
		final StringBuilder text = new StringBuilder(item.getType() == double.class ? "a number"
			: "a whole number");
		if (item.get(SonoflowCommand.ABOVE) != null) text.append(" above ").append(item.get(SonoflowCommand.ABOVE));
		if (item.getMinimumValue() != null) text.append(item.getMaximumValue() != null ? " from " : " of at least ")
			.append(plain(item.getMinimumValue()));
		if (item.getMaximumValue() != null) text.append(item.getMinimumValue() != null ? " to " : " of at most ")
			.append(plain(item.getMaximumValue()));
		return text.toString();
	}

	/** {@return 0.5, 1e-4 or 100, not 100.0} */
	private static String plain(final Object number) {
		final BigDecimal value = new BigDecimal(number.toString()).stripTrailingZeros();
		return value.scale() <= 0 ? value.toPlainString() : value.toString();
	}
}
