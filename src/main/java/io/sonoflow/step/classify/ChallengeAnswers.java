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
package io.sonoflow.step.classify;

import com.google.gson.GsonBuilder;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.step.data.OrganLabels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * {@code classification.json}, as the UUSIC challenge wants it: for each picture, by its path, the probabilities in the order
 * of the class numbers of its task, and the number of the most probable one. Only the labels of the picture's own organ count.
 */
final class ChallengeAnswers {

	/** The file's name. */
	static final String FILE = "classification.json";

	/** A number in front of a label or behind it. */
	private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})(?:\\D.*)?|.*\\D(\\d{1,3})");

	/**
	 * An answer, as the file has it.
	 *
	 * @param probability by class number
	 * @param prediction class number
	 */
	private record Answer(double[] probability, int prediction) {
	}

	private final ModelConfig config;
	private final OrganLabels known;
	private final Map<String, Answer> answers = new LinkedHashMap<>();
	private final Map<String, String> numbered = new TreeMap<>();

	ChallengeAnswers(final ModelConfig config) {
		this.config = config;
		known = OrganLabels.of(config);
	}

	/**
	 * @param root folder from which names count
	 * @param probabilities of the model's classes
	 */
	void add(final Sample sample, final Path root, final double[] probabilities) {
		final int[] classes = known.classes(sample.organ(), config);
		final List<String> labels = IntStream.of(classes).mapToObj(config.classes()::get).toList();
		final int[] numbers = numbers(labels);
		final double[] own = new double[1 + IntStream.of(numbers).max().orElseThrow()];
		final double sum = IntStream.of(classes).mapToDouble(i -> probabilities[i]).sum();
		int best = 0;
		for (int k = 0; k < classes.length; k++) {
			own[numbers[k]] = sum > 0 ? probabilities[classes[k]] / sum : 1.0 / classes.length;
			if (own[numbers[k]] > own[numbers[best]]) best = k;
		}
		answers.put(ChallengeList.name(sample, root), new Answer(own, numbers[best]));
		numbered.put(sample.organ().isEmpty() ? "all" : sample.organ(), describe(labels, numbers));
	}

	/**
	 * The numbers that the labels bear ("0", "1 malignant", "breast 0"), if they count from 0 and differ; else the labels' order.
	 */
	static int[] numbers(final List<String> labels) {
		final int[] borne = labels.stream().mapToInt(ChallengeAnswers::number).toArray();
		final boolean clear = Arrays.stream(borne).allMatch(number -> number >= 0) && Arrays.stream(borne).anyMatch(
			number -> number == 0) && Arrays.stream(borne).distinct().count() == borne.length;
		return clear ? borne : IntStream.range(0, labels.size()).toArray();
	}

	private static int number(final String label) {
		final Matcher matcher = NUMBER.matcher(label.strip());
		if (!matcher.matches()) return -1;
		return Integer.parseInt(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
	}

	private static String describe(final List<String> labels, final int[] numbers) {
		final List<String> parts = new ArrayList<>();
		for (int k = 0; k < numbers.length; k++)
			parts.add(numbers[k] + " = " + labels.get(k));
		return String.join(", ", parts);
	}

	/** Writes the file, and says what its numbers mean. */
	void write(final Path folder, final Monitor monitor) {
		final String json = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(answers);
		AtomicFiles.writeText(folder.resolve(FILE), json);
		numbered.forEach((organ, text) -> monitor.message(FILE + ", class numbers of " + organ + ": " + text +
			". If the challenge counts otherwise, let the labels begin with its numbers."));
	}
}
