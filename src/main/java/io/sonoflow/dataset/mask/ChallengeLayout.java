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
package io.sonoflow.dataset.mask;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FolderTree;
import io.sonoflow.dataset.FolderWords;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folders of the Universal Ultrasound Image Challenge (UUSIC 2025; UniUSNet's are the same): {@code segmentation/SET/imgs}
 * and {@code masks}, {@code classification/SET/0}, {@code 1} and so on; in each set {@code config.yaml} with lines such as
 * {@code 1:nodule:255} (number, name, value in the masks) and {@code train.txt}, {@code val.txt}, {@code test.txt}. Any folder
 * whose sub-folders are folder pairs is read likewise.
 */
final class ChallengeLayout {

	private static final String CONFIG = "config.yaml";
	private static final String SEGMENTATION = "segmentation", CLASSIFICATION = "classification";
	private static final int MOST = 255;
	private static final int NAMED = 5;
	private static final List<String> PARTS = List.of("train", "val", "test");

	/** Which organ the challenge's sets show, as it says itself; without the prefix of private ones, in small letters. */
	private static final Map<String, String> ORGANS = Map.ofEntries(Map.entry("bus-bra", "breast"), Map.entry("busbra", "breast"),
		Map.entry("busis", "breast"), Map.entry("busi", "breast"), Map.entry("udiat", "breast"), Map.entry("breast", "breast"),
		Map.entry("breast_luminal", "breast"), Map.entry("camus", "cardiac"), Map.entry("cardiac", "cardiac"), Map.entry("ddti",
			"thyroid"), Map.entry("thyroid", "thyroid"), Map.entry("fetal_hc", "fetal"), Map.entry("fetal_head", "fetal"), Map.entry(
				"kidneyus", "kidney"), Map.entry("kidney", "kidney"), Map.entry("appendix", "appendix"), Map.entry("fatty-liver",
					"liver"), Map.entry("liver", "liver"));

	private final Path root;
	private final Monitor monitor;
	private final List<MaskedSample> masked = new ArrayList<>();
	private final Map<String, MaskValues> declared = new HashMap<>();
	/** What lists call a picture. */
	private final Map<Path, String> keys = new HashMap<>();
	private final List<Sample> classes = new ArrayList<>();

	private ChallengeLayout(final Path root, final Monitor monitor) {
		this.root = root;
		this.monitor = monitor;
	}

	/** {@return whether a folder is laid out so} */
	static boolean isOne(final Path root) {
		return !sets(root).isEmpty();
	}

	/** {@return the sets with masks, by name} */
	private static List<Path> sets(final Path root) {
		final Path home = home(root);
		if (Files.isRegularFile(home.resolve(CONFIG)) && isSet(home)) return List.of(home);
		final Path below = home.resolve(SEGMENTATION);
		return folders(Files.isDirectory(below) ? below : home).stream().filter(each -> !FolderWords.isSplit(each.getFileName()
			.toString()) && isSet(each)).toList();
	}

	/** The folder {@code data}, or the folder that holds it. */
	private static Path home(final Path root) {
		final Path data = root.resolve("data");
		return Files.isDirectory(data.resolve(SEGMENTATION)) ? data : root;
	}

	private static boolean isSet(final Path folder) {
		final List<Path> parts = folders(folder);
		return parts.stream().anyMatch(each -> FolderWords.isImages(each.getFileName().toString())) && parts.stream().anyMatch(
			each -> FolderWords.isMasks(each.getFileName().toString()));
	}

	private static List<Path> folders(final Path folder) {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(each -> Files.isDirectory(each) && !each.getFileName().toString().startsWith(".")).sorted().toList();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list the folder " + folder + ": " + AtomicFiles.reason(e) +
				". Check the permissions.", e);
		}
	}

	static MaskSource read(final Path root, final Monitor monitor) {
		final ChallengeLayout layout = new ChallengeLayout(root, monitor);
		sets(root).forEach(layout::segmentation);
		final Path labelled = home(root).resolve(CLASSIFICATION);
		folders(labelled).forEach(layout::classification);
		if (layout.masked.isEmpty()) throw MaskSource.none(root, "no mask of its sets has a picture of its name");
		monitor.message(root.getFileName() + ": " + layout.masked.size() + " pictures with masks" + (layout.classes.isEmpty() ? ""
			: " and " + layout.classes.size() + " with classes") +
			". The layout says nothing of patients: each picture counts as one of its own.");
		return new MaskSource(root, layout.masked, layout.declared, layout.classes);
	}

	/** {@return all pictures to be segmented, whether they have masks or not; none where the folder is not laid out so} */
	static List<Sample> pictures(final Path root, final Monitor monitor) {
		final Path below = home(root).resolve(SEGMENTATION);
		final List<Path> sets = Files.isDirectory(below) ? folders(below) : sets(root);
		final ChallengeLayout layout = new ChallengeLayout(root, monitor);
		final List<Sample> pictures = new ArrayList<>();
		for (final Path set : sets)
			for (final Path images : folders(set))
				if (FolderWords.isImages(images.getFileName().toString())) pictures.addAll(layout.samples(set, images, parts(set)));
		return pictures;
	}

	private List<Sample> samples(final Path set, final Path images, final Map<String, String> parts) {
		final String organ = organ(set.getFileName().toString());
		return FolderTree.of(images).allImages().map(image -> sample(set, image, images.relativize(image), "", organ, parts))
			.toList();
	}

	/** {@return the organ of a set: as the challenge has it, or else its name} */
	static String organ(final String set) {
		final String name = set.toLowerCase(Locale.ROOT).replaceFirst("^private_", "");
		return ORGANS.getOrDefault(name, name);
	}

	private void segmentation(final Path set) {
		final String name = set.getFileName().toString();
		final Map<String, String> parts = parts(set);
		for (final PairFolders pair : PairFolders.find(set))
			masked.addAll(pair.match(samples(set, pair.images(), parts), name, monitor));
		final MaskValues values = config(set);
		if (values != null) declared.put(name, values);
		tellParts(name, parts, masked.stream().filter(each -> each.group().equals(name)).map(MaskedSample::sample).toList());
	}

	private Sample sample(final Path set, final Path image, final Path name, final String label, final String organ,
		final Map<String, String> parts)
	{
		final Map<String, String> extra = new LinkedHashMap<>();
		extra.put(Sample.SITE, set.getFileName().toString());
		final String key = key(name.toString());
		keys.put(image.toAbsolutePath().normalize(), key);
		final String part = parts.get(key);
		if (part != null) extra.put(Sample.SPLIT, part);
		return new Sample(image.toAbsolutePath().normalize(), "", "", "", label, organ, null, "", extra);
	}

	private void classification(final Path set) {
		final String organ = organ(set.getFileName().toString());
		final Map<String, String> parts = parts(set);
		final Map<Integer, String> names = new TreeMap<>();
		lines(set.resolve(CONFIG)).forEach(line -> names.put(line.number, line.name));
		final List<Sample> samples = new ArrayList<>();
		for (final Path folder : folders(set)) {
			final String number = folder.getFileName().toString();
			final String label = number.matches("\\d{1,3}") ? names.getOrDefault(Integer.parseInt(number), organ + " " + number)
				: number;
			FolderTree.of(folder).allImages().forEach(image -> samples.add(sample(set, image, set.relativize(image), label, organ,
				parts)));
		}
		classes.addAll(samples);
		tellParts(CLASSIFICATION + "/" + set.getFileName(), parts, samples);
	}

	/** A line of config.yaml. */
	private record Line(int number, String name, int value) {
	}

	private static List<Line> lines(final Path config) {
		final List<Line> lines = new ArrayList<>();
		for (final String text : text(config)) {
			final String[] cells = text.strip().split("\\s*:\\s*", -1);
			if (text.isBlank() || text.strip().startsWith("#")) continue;
			if (cells.length < 2 || !cells[0].matches("\\d{1,3}") || cells.length > 2 && !cells[2].matches("\\d{1,3}"))
				throw new SonoflowException.File(config + ": the line \"" + text.strip() +
					"\" is not number:name:value, e.g. 1:nodule:255. Mend it, or give the key values.");
			final int value = cells.length > 2 ? Integer.parseInt(cells[2]) : -1;
			if (value > MOST) throw new SonoflowException.File(config + ": the line \"" + text.strip() + "\" has a value above " +
				MOST +
				", which no 8-bit mask holds. Mend it, or give the key values.");
			lines.add(new Line(Integer.parseInt(cells[0]), cells[1], value));
		}
		return lines;
	}

	/** {@return what the masks of a set show; null if it does not say} */
	private static MaskValues config(final Path set) {
		final List<Structure> structures = lines(set.resolve(CONFIG)).stream().filter(line -> line.value > 0).map(
			line -> new Structure(line.name, Set.of(line.value))).toList();
		if (structures.isEmpty()) return null;
		for (final Structure structure : structures)
			if (structure.name().isEmpty() || structure.name().contains(",")) throw new SonoflowException.File(set.resolve(CONFIG) +
				": the structure \"" + structure.name() + "\" has no name, or one with a comma. Mend it, or give the key values.");
		try {
			MaskValues.check(set.resolve(CONFIG).toString(), structures);
		}
		catch (final SonoflowException.Input e) {
			throw new SonoflowException.File(e.getMessage(), e);
		}
		// With one structure, whatever is not 0 is that one.
		return structures.size() == 1 ? MaskValues.any(structures.get(0).name()) : new MaskValues(structures);
	}

	/** {@return the part of each picture that a list names, by its name} */
	private static Map<String, String> parts(final Path set) {
		final Map<String, String> parts = new LinkedHashMap<>();
		for (final String part : PARTS)
			for (final String line : text(set.resolve(part + ".txt"))) {
				if (line.isBlank()) continue;
				final String other = parts.putIfAbsent(key(line), part);
				if (other != null && !other.equals(part)) throw new SonoflowException.File(set + ": " + line.strip() + " stands in " +
					other + ".txt and in " + part + ".txt. What is tested on must not be trained on: remove one of the two.");
			}
		return parts;
	}

	/** Lists name files below the set or below its folder of pictures. */
	private static String key(final String line) {
		return line.strip().replace('\\', '/').replaceFirst("^(.*/)?(imgs|images)/", "").replaceFirst("^\\./", "");
	}

	private void tellParts(final String set, final Map<String, String> parts, final List<Sample> samples) {
		if (parts.isEmpty()) return;
		final long without = samples.stream().filter(sample -> sample.split().isEmpty()).count();
		final Map<String, String> lost = new LinkedHashMap<>(parts);
		samples.forEach(sample -> lost.remove(keys.get(sample.image())));
		if (without > 0) monitor.warn(set + ": " + without + " of " + samples.size() +
			" pictures stand in none of train.txt, val.txt and test.txt.");
		if (!lost.isEmpty()) monitor.warn(set + ": " + lost.size() + " of " + parts.size() +
			" names in train.txt, val.txt and test.txt are those of no picture that can be used: " + Spelling.some(lost.entrySet()
				.stream().map(each -> each.getKey() + " in " + each.getValue() + ".txt").toList(), NAMED) + ".");
	}

	private static List<String> text(final Path file) {
		if (!Files.isRegularFile(file)) return List.of();
		try {
			return Files.readAllLines(file);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + AtomicFiles.reason(e) + ". Check that it is UTF-8 text.",
				e);
		}
	}
}
