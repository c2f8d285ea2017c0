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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.crop.ScreenLayout;
import io.sonoflow.step.crop.CropRegion.Origin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A table of boxes of an earlier run, perhaps corrected by hand, and what it says of the images of this one: it serves those
 * that it names, and others whose screen has the same layout. Nothing else is remembered of earlier runs.
 */
final class CropBoxes {

	/** The table's name. */
	static final String FILE = "boxes.csv";

	/** Says nothing. */
	static final CropBoxes NONE = new CropBoxes(List.of(), Map.of());

	/**
	 * What the table says of an image.
	 *
	 * @param exact whether its path agrees, not only its name
	 */
	private record Match(List<BoxRow> rows, boolean exact) {
	}

	/** The rows of each image. */
	private final List<List<BoxRow>> screens;
	private final Map<Integer, Match> named;

	private CropBoxes(final List<BoxRow> rows, final Map<Integer, Match> named) {
		screens = List.copyOf(rows.stream().collect(Collectors.groupingBy(BoxRow::image, LinkedHashMap::new, Collectors
			.toList())).values());
		this.named = named;
	}

	/**
	 * @param table to read
	 * @param images files of this run
	 * @param aliases what stands for them where their names are not told
	 * @throws SonoflowException.Input if a row has no proper rectangle
	 * @throws SonoflowException.File if it cannot be read or has not the columns
	 */
	static CropBoxes read(final Path table, final List<Path> images, final List<String> aliases, final int tolerance,
		final Monitor monitor)
	{
		final Tables.Table content = Tables.read(table);
		for (final String column : BoxRow.COLUMNS.subList(0, 5))
			if (!content.header().contains(column)) throw new SonoflowException.File("boxes=" + table + " has no column " +
				column + " (columns: " + String.join(", ", content.header()) + "). Give the boxes.csv of an earlier run.");
		final List<BoxRow> rows = new ArrayList<>();
		for (int i = 0; i < content.rows().size(); i++)
			rows.add(BoxRow.read(table, content.header(), content.rows().get(i), i + 2));
		final List<BoxRow> known = Parallel.map("read boxes", rows.size(), monitor, i -> rows.get(i).withLayout(tolerance));
		return new CropBoxes(known, match(known, images, aliases));
	}

	/** By the path; if the table or the images were moved, by a name that is but once in both; or by what stands for it. */
	private static Map<Integer, Match> match(final List<BoxRow> rows, final List<Path> images,
		final List<String> aliases)
	{
		final Map<Path, Integer> byPath = new HashMap<>();
		final Map<String, Integer> byName = new HashMap<>();
		for (int i = 0; i < images.size(); i++) {
			byPath.put(images.get(i), i);
			byName.merge(images.get(i).getFileName().toString(), i, (a, b) -> -1);
			if (!aliases.isEmpty()) byName.put(aliases.get(i), i);
		}
		final Map<Path, List<BoxRow>> screens = new LinkedHashMap<>();
		rows.forEach(row -> row.path().ifPresent(path -> screens.computeIfAbsent(path, key -> new ArrayList<>())
			.add(row)));
		final Map<String, Long> alike = screens.keySet().stream().collect(Collectors.groupingBy(path -> path.getFileName()
			.toString(), Collectors.counting()));
		final Map<Integer, Match> named = new LinkedHashMap<>();
		screens.forEach((path, of) -> {
			if (byPath.containsKey(path)) named.put(byPath.get(path), new Match(of, true));
		});
		screens.forEach((path, of) -> {
			final String name = path.getFileName().toString();
			final int file = alike.get(name) > 1 || byPath.containsKey(path) ? -1 : byName.getOrDefault(name, -1);
			if (file >= 0) named.putIfAbsent(file, new Match(of, aliases.contains(name)));
		});
		return named;
	}

	/** {@return number of images of this run that the table names} */
	int images() {
		return named.size();
	}

	/**
	 * @param file number of the image
	 * @param name of it, for messages
	 * @param layout of its screen
	 * @param found what is found on it without the table
	 * @return its crops
	 * @throws SonoflowException.Input if a rectangle for it does not lie in it
	 */
	List<CropRegion> regions(final int file, final String name, final ScreenLayout layout,
		final Supplier<List<FieldOfView>> found)
	{
		final Match mine = named.get(file);
		if (mine != null) return named(mine, name, layout, found);
		final List<CropRegion> own = found.get().stream().map(CropRegion::found).toList();
		return like(layout, own.stream().allMatch(region -> region.field().certain())).orElse(own);
	}

	private static List<CropRegion> named(final Match mine, final String name, final ScreenLayout layout,
		final Supplier<List<FieldOfView>> found)
	{
		final Optional<ScreenLayout> before = mine.rows.get(0).layout();
		if (before.isPresent() && !before.get().isSized(layout)) return anew(found, String.format(Locale.ROOT,
			"the layout has changed: %d x %d pixels in boxes.csv, now %d x %d; found anew", before.get().width(), before.get()
				.height(), layout.width(), layout.height()));
		final Box all = mine.rows.stream().map(BoxRow::box).reduce(Box::around).orElseThrow();
		final boolean changed = before.isPresent() && (!before.get().scanner().equals(layout.scanner()) || !before.get()
			.hasMarginsOf(layout, all));
		if (changed && !mine.exact) return anew(found,
			"the layout is not that of the image of this name in boxes.csv; found anew");
		for (final BoxRow row : mine.rows)
			if (!FixedViews.fits(row.box(), layout.width(), layout.height())) throw BoxRow.outside(row.where(), row.box(), name, layout);
		return mine.rows.stream().map(row -> row.region(row.corrected() ? Origin.CORRECTED : Origin.TABLE, changed ?
			"the layout has changed since boxes.csv: does the box still fit" : row.corrected() || row.score() >= FieldOfView.CERTAIN
				? "" : "uncertain in boxes.csv, and not corrected there")).toList();
	}

	private static List<CropRegion> anew(final Supplier<List<FieldOfView>> found, final String reason) {
		return found.get().stream().map(field -> CropRegion.found(field).doubted(reason)).toList();
	}

	/**
	 * @param certain whether what is found without the table needs no look: then only a person's boxes are better
	 * @return the crops of another screen of the table with the same layout
	 */
	private Optional<List<CropRegion>> like(final ScreenLayout layout, final boolean certain) {
		final List<List<BoxRow>> fitting = screens.stream().filter(image -> serves(image, layout, certain)).toList();
		if (fitting.isEmpty()) return Optional.empty();
		final List<BoxRow> chosen = fitting.stream().filter(image -> image.get(0).corrected()).findFirst().orElse(fitting.get(0));
		final boolean split = fitting.stream().anyMatch(other -> other.get(0).corrected() == chosen.get(0).corrected() && other
			.get(0).box().iou(chosen.get(0).box()) < FieldOfView.CERTAIN);
		return Optional.of(chosen.stream().map(row -> row.region(Origin.LAYOUT, "box of line " + row.line() +
			" of boxes.csv, whose screen has the same layout" + (split ?
				"; others of that layout have other boxes" : ""))).toList());
	}

	private static boolean serves(final List<BoxRow> image, final ScreenLayout layout, final boolean certain) {
		final boolean corrected = image.stream().anyMatch(BoxRow::corrected);
		if (!corrected && (certain || image.stream().anyMatch(row -> row.score() < FieldOfView.CERTAIN))) return false;
		final Box all = image.stream().map(BoxRow::box).reduce(Box::around).orElseThrow();
		return image.get(0).layout().filter(known -> known.isLike(layout, all)).isPresent();
	}
}
