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
package io.sonoflow.step.synthetic;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.InputHash;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.RunInfo;
import io.sonoflow.step.Step;
import io.sonoflow.step.generate.GenerateUltrasound;
import io.sonoflow.step.generate.TrainDiffusion;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How generated images came about, as far as records tell it, without names of files and people. */
final class GeneratorHistory {

	/** Records from the images to the training: drawn, filtered, perhaps once more. */
	private static final int DEEPEST = 5;

	/** Text keys with a value of the user's that says what the images are. */
	private static final String CLASS = "class";

	/**
	 * What one command did.
	 *
	 * @param command its label without dots
	 * @param settings keys and values
	 */
	record Entry(String command, String settings) {
	}

	private final List<Entry> steps = new ArrayList<>();
	private String learned = "";

	private GeneratorHistory() {
	}

	/** @param synthetic folder or table of the images */
	static GeneratorHistory of(final Path synthetic) {
		final GeneratorHistory history = new GeneratorHistory();
		history.visit(synthetic, DEEPEST);
		return history;
	}

	/** {@return the commands, the last one first; empty if nothing is recorded} */
	List<Entry> steps() {
		return steps;
	}

	/** {@return digest of what the generator learned from; empty = not recorded} */
	String learned() {
		return learned;
	}

	private void visit(final Path input, final int depth) {
		final Optional<RunInfo> found = run(input);
		if (found.isEmpty() || depth == 0) return;
		final RunInfo run = found.get();
		if (run.command().equals(GenerateUltrasound.LABEL)) add(run, new GenerateUltrasound());
		if (run.command().equals(TrainDiffusion.LABEL)) {
			add(run, new TrainDiffusion());
			if (!run.inputs().isEmpty()) learned = run.inputs().get(0).sha256();
			return;
		}
		for (final InputHash each : run.inputs())
			run.find(each).ifPresent(path -> visit(path, depth - 1));
	}

	private static Optional<RunInfo> run(final Path input) {
		Path folder = Files.isDirectory(input) ? input : input.toAbsolutePath().getParent();
		for (int up = 0; up < 2 && folder != null; up++, folder = folder.getParent())
			if (Files.isRegularFile(folder.resolve(RunFolder.FILE))) return Optional.of(RunInfo.read(folder));
		return Optional.empty();
	}

	private void add(final RunInfo run, final Step<?> declared) {
		if (steps.stream().noneMatch(each -> run.command().startsWith(each.command()))) steps.add(new Entry(run.command().replace(
			"...", ""), settings(declared, run::parameter)));
	}

	/** {@return keys and values that can name nobody: numbers, choices, and the class} */
	static String settings(final Parameters declared, final Function<String, String> values) {
		return declared.keys().stream().filter(GeneratorHistory::isNeutral).filter(key -> !values.apply(key.name()).isBlank()).map(
			key -> key.name() + " = " + values.apply(key.name())).collect(Collectors.joining(", "));
	}

	private static boolean isNeutral(final Key key) {
		if (key.is(Key.FRAME) || key.type() == File.class) return false;
		return key.type() != String.class || !key.choices().isEmpty() || key.is(Key.PATTERN) || key.name().equals(CLASS);
	}
}
