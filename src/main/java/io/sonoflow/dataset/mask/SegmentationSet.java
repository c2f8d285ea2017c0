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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Pictures with masks, all of which were opened and checked. Values of masks are classes: what they stand for is decided over
 * the whole set, by organ (or set of a layout), and not by what one file happens to hold.
 *
 * <pre>
 * SegmentationSet set = SegmentationSet.read(input, "nerve:1,vessel:2", monitor);
 * MaskPlanes mask = set.mask(17); // one plane for each of set.structures()
 * </pre>
 *
 * Pictures without a mask are left out and named. Immutable; masks are read anew at each call.
 */
public final class SegmentationSet {

	private final Dataset dataset;
	private final List<MaskedSample> masked;
	private final List<Sample> classes;
	private final MaskLayout layout;
	private final MaskCheck check;

	private SegmentationSet(final Dataset dataset, final List<MaskedSample> masked, final List<Sample> classes,
		final MaskLayout layout, final MaskCheck check)
	{
		this.dataset = dataset;
		this.masked = masked;
		this.classes = classes;
		this.layout = layout;
		this.check = check;
	}

	/**
	 * @param input a dataset.csv with the column mask, or a folder that holds one; a folder with the folders images and masks; the
	 *          challenge's folder; or a folder of pictures with masks beside them
	 * @param values what the values of the masks mean, see {@link MaskValues#parse}; empty: what the layout says, or else found
	 * @param monitor is told what was left out, joined, filled or doubtful
	 * @throws io.sonoflow.SonoflowException if there are no masks, or one does not fit its picture or the others
	 */
	public static SegmentationSet read(final Path input, final String values, final Monitor monitor) {
		return read(input, values, null, monitor);
	}

	/**
	 * The same, where each frame of a clip with a clip of masks is a picture with its mask.
	 *
	 * @param clips which of its frames; null = clips are refused
	 */
	public static SegmentationSet read(final Path input, final String values, final ClipFrames clips, final Monitor monitor) {
		final MaskValues given = values.isBlank() ? null : MaskValues.parse(values.strip());
		final MaskSource files = MaskSource.read(input, monitor);
		final MaskCheck.Pictures pictures = MaskCheck.open(files.samples(), clips, monitor);
		final MaskSource source = files.with(pictures.samples());
		final List<MaskedSample> masked = source.samples();
		final MaskLayout layout = MaskLayout.of(source, pictures.facts(), given, monitor);
		final MaskCheck check = MaskCheck.of(source.source(), masked, layout, monitor);
		final SegmentationSet set = new SegmentationSet(new Dataset(source.source(), masked.stream().map(
			MaskedSample::sample).toList()), masked, source.classes(), layout.withLines(check.lines()), check);
		SamePictures.tell(source.source().getFileName().toString(), masked, set::mask, monitor);
		return set;
	}

	/**
	 * The pictures of what {@link #read} reads, with organ and part as it knows them; masks may be absent.
	 *
	 * @param input likewise, or anything else that {@link Dataset#read} takes
	 */
	public static Dataset pictures(final Path input, final Monitor monitor) {
		final Path root = input.toAbsolutePath().normalize();
		if (!Files.isDirectory(root) || Files.isRegularFile(root.resolve(Dataset.FILE))) return Dataset.read(input, false, monitor);
		final List<Sample> samples = new ArrayList<>(ChallengeLayout.pictures(root, monitor));
		if (samples.isEmpty()) for (final PairFolders pair : PairFolders.find(root))
			samples.addAll(Dataset.read(pair.images(), false, monitor).samples());
		return samples.isEmpty() ? Dataset.read(input, false, monitor) : new Dataset(root, samples);
	}

	/** {@return the pictures with all their masks} */
	List<MaskedSample> masked() {
		return masked;
	}

	/** {@return what values mean} */
	MaskLayout layout() {
		return layout;
	}

	/** {@return the pictures; the column mask names the first mask of each} */
	public Dataset dataset() {
		return dataset;
	}

	/** {@return the pictures, in their order} */
	public List<Sample> samples() {
		return dataset.samples();
	}

	/** {@return number of pictures, at least 1} */
	public int size() {
		return masked.size();
	}

	/** {@return labelled pictures of a layout that has such, which need no mask; mostly none} */
	public List<Sample> classification() {
		return classes;
	}

	/** {@return the names of the structures in the order of the planes} */
	public List<String> structures() {
		return layout.structures();
	}

	/** {@return the organs, sorted; the empty text is among them if that of a picture is not known} */
	public List<String> organs() {
		return List.copyOf(new TreeSet<>(samples().stream().map(Sample::organ).toList()));
	}

	/** {@return what values mean, as the key {@code values} has it, by organ or set of the layout} */
	public Map<String, String> values() {
		final Map<String, String> texts = new TreeMap<>();
		layout.rules().forEach((group, rule) -> texts.put(group, rule.toString()));
		return texts;
	}

	/** {@return what values mean in the masks of a picture, likewise} */
	public String values(final int sample) {
		return layout.rules().get(masked.get(sample).group()).toString();
	}

	/** {@return of each structure whether the masks of a picture's organ tell of it; a plane that they do not tell of is empty} */
	public boolean[] annotated(final int sample) {
		final boolean[] told = new boolean[structures().size()];
		for (final int plane : layout.planes(masked.get(sample).group()))
			told[plane] = true;
		return told;
	}

	/** {@return the files of the masks of a picture} */
	public List<Path> files(final int sample) {
		return masked.get(sample).masks().stream().map(MaskFrame::path).toList();
	}

	/** {@return the picture, grey (x, y); shared, not to be written} */
	public ArrayImg<UnsignedByteType, ByteArray> picture(final int sample) {
		return masked.get(sample).picture();
	}

	/** {@return whether a picture is a frame of a clip} */
	public boolean isFrame(final int sample) {
		return masked.get(sample).frame() != null;
	}

	/** {@return the number of a frame in its clip, from 0; of an image 0} */
	public int number(final int sample) {
		return isFrame(sample) ? masked.get(sample).frame().number() : 0;
	}

	/** {@return what is said of a frame after its clip's name; of an image nothing} */
	public String words(final int sample) {
		return masked.get(sample).words();
	}

	/** {@return pixels of a structure in a picture} */
	public int area(final int sample, final int structure) {
		return check.areas()[sample][structure];
	}

	/** {@return the masks of a picture, in the picture's size; read anew} */
	public MaskPlanes mask(final int sample) {
		return layout.read(masked.get(sample)).planes();
	}

	/**
	 * The same pictures with the planes of a model.
	 *
	 * @param names structures of the model in its order
	 * @throws io.sonoflow.SonoflowException.Input if a structure of the set is none of them; where both have one only,
	 *           names do not matter
	 */
	public SegmentationSet as(final List<String> names) {
		return new SegmentationSet(dataset, masked, classes, layout.as(names, dataset.source()), check.as(structures(), names));
	}
}
