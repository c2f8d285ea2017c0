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
package io.sonoflow.dataset;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The list by which the UUSIC challenge asks for answers: JSON, one entry a picture with {@code img_path_relative} (counted
 * from the list's folder), {@code task}, {@code dataset_name} and {@code organ}.
 */
public final class ChallengeList {

	/** The task whose answers are masks. */
	public static final String SEGMENTATION = "segmentation";

	/** The task whose answers are classes. */
	public static final String CLASSIFICATION = "classification";

	/** Column of the task. */
	private static final String TASK = "task";

	/** Column of the picture's path as the list has it, by which answers are known. */
	private static final String LISTED = "listed";

	/** How the list's organs are called in the challenge's data. */
	private static final Map<String, String> ORGANS = Map.of("heart", "cardiac", "head", "fetal");

	private static final int NAMED = 10;

	/** An entry as it is written. */
	private record Entry(@SerializedName("img_path_relative") String path, String task,
		@SerializedName("dataset_name") String set, String organ)
	{
	}

	private ChallengeList() {
	}

	/** {@return whether an input is a list by its name} */
	public static boolean isOne(final Path input) {
		return ImageFiles.extension(input).equals("json");
	}

	static Dataset read(final Path json) {
		final List<Entry> entries = entries(json);
		final List<Sample> samples = new ArrayList<>();
		final List<String> missing = new ArrayList<>();
		final Map<String, Integer> firsts = new LinkedHashMap<>();
		for (int i = 0; i < entries.size(); i++) {
			final Entry entry = entries.get(i);
			final String where = json + ", entry " + (i + 1);
			final Sample sample = sample(json, entry, where);
			final Integer first = firsts.putIfAbsent(entry.task + " " + sample.image(), i + 1);
			if (first != null) throw new SonoflowException.File(where + ": the picture " + entry.path + " is already entry " + first +
				" of the task " + entry.task + ". Remove one of the two.");
			if (!Files.isRegularFile(sample.image())) missing.add(entry.path);
			samples.add(sample);
		}
		if (!missing.isEmpty()) throw new SonoflowException.File(json + " names " + missing.size() + " of " + entries.size() +
			" pictures that do not exist: " + Spelling.some(missing, NAMED) + ". Paths count from the list's folder: put the list " +
			"where they lead to the pictures.");
		return new Dataset(json, samples);
	}

	private static List<Entry> entries(final Path json) {
		final Entry[] entries;
		try {
			entries = new Gson().fromJson(Files.readString(json), Entry[].class);
		}
		catch (final JsonParseException | IllegalStateException e) {
			throw new SonoflowException.File(json + " is not a list of pictures, as the UUSIC challenge gives it: a JSON array of " +
				"objects with img_path_relative, task, dataset_name and organ. Give such a list, a dataset.csv or a folder.", e);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the list " + json + ": " + AtomicFiles.reason(e) +
				". Check that it is UTF-8 text.", e);
		}
		if (entries == null || entries.length == 0) throw new SonoflowException.File(json +
			" is an empty list. Give one that names pictures.");
		return Arrays.asList(entries);
	}

	private static Sample sample(final Path json, final Entry entry, final String where) {
		if (entry == null || isBlank(entry.path) || isBlank(entry.task)) throw new SonoflowException.File(where +
			" does not say img_path_relative and task. Both are needed for each picture.");
		if (!entry.task.equals(SEGMENTATION) && !entry.task.equals(CLASSIFICATION)) throw new SonoflowException.File(where +
			": the task \"" + entry.task + "\" is neither " + SEGMENTATION + " nor " + CLASSIFICATION + ". Correct it.");
		final Path folder = json.toAbsolutePath().normalize().getParent();
		final Map<String, String> extra = new LinkedHashMap<>();
		if (!isBlank(entry.set)) extra.put(Sample.SITE, entry.set.strip());
		extra.put(TASK, entry.task);
		extra.put(LISTED, entry.path);
		final String organ = isBlank(entry.organ) ? "" : entry.organ.strip().toLowerCase(Locale.ROOT);
		return new Sample(image(folder, entry.path, where), "", "", "", "", ORGANS.getOrDefault(organ, organ), null, "", extra);
	}

	/** Answers go to the same relative path, which must not lead out of the output folder. */
	private static Path image(final Path folder, final String path, final String where) {
		try {
			final Path image = folder.resolve(path.replace('\\', '/')).normalize();
			if (!Path.of(path).isAbsolute() && image.startsWith(folder)) return image;
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.File(where + ": " + path + " cannot be a path: " + e.getReason() + ".", e);
		}
		throw new SonoflowException.File(where + ": " + path + " does not lie below the list's folder. Paths of such a list count " +
			"from its folder.");
	}

	private static boolean isBlank(final String text) {
		return text == null || text.isBlank();
	}

	/**
	 * {@return the pictures of a list that are of a task; all of a data set that is no list}
	 *
	 * @param command that is for the other task
	 * @throws SonoflowException.Input if there are none
	 */
	public static Dataset of(final Dataset dataset, final String task, final String command, final Monitor monitor) {
		final List<Sample> samples = dataset.samples().stream().filter(sample -> sample.extra().getOrDefault(TASK, task).equals(
			task)).toList();
		final int others = dataset.samples().size() - samples.size();
		if (others == 0) return dataset;
		final String name = dataset.source().getFileName().toString();
		if (samples.isEmpty()) throw new SonoflowException.Input("input " + name + ": none of the " + others +
			" pictures is listed for " + task + ". Give them to \"" + command + "\".");
		monitor.message(name + ": " + samples.size() + " pictures are listed for " + task + "; " + others +
			" others are for \"" + command + "\".");
		return new Dataset(dataset.source(), samples);
	}

	/**
	 * {@return a picture with the organ as a model calls it: the name of its set or its organ, as far as the model knows one of
	 *         them; a picture that stands in no list as it is}
	 *
	 * @param known organs of the model
	 */
	public static Sample named(final Sample sample, final List<String> known) {
		if (!sample.extra().containsKey(LISTED)) return sample;
		for (final String name : List.of(sample.site().replaceFirst("(?i)^private_", ""), sample.organ()))
			for (final String organ : known)
				if (plain(organ).equals(plain(name))) return sample.withOrgan(organ);
		return sample;
	}

	private static String plain(final String name) {
		final String plain = name.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ').strip();
		return ORGANS.getOrDefault(plain, plain);
	}

	/** {@return the name by which the challenge knows a picture: its path in the list, or from a folder on} */
	public static String name(final Sample sample, final Path root) {
		final String listed = sample.extra().get(LISTED);
		if (listed != null) return listed;
		final Path image = sample.image();
		return (image.startsWith(root) ? root.relativize(image) : image.getFileName()).toString().replace('\\', '/');
	}

	/** {@return the path that the challenge wants of a picture's mask: "mask" where the picture's says "img"; always PNG} */
	public static String mask(final String name) {
		return name.replace('\\', '/').replace("img", "mask").replaceFirst("\\.[^./]*$", "") + ".png";
	}
}
