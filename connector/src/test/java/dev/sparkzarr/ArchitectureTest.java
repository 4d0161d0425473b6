package dev.sparkzarr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floors of the house: a floor uses only the floors below it. */
class ArchitectureTest {
  private static final String ROOT = "dev.sparkzarr";

  private static final DescribedPredicate<JavaClass> NODES =
      DescribedPredicate.describe(
          "are nodes of Spark's plans",
          type ->
              type.getPackageName().startsWith("org.apache.spark.sql.execution")
                  && Set.of(
                          "SparkPlan",
                          "WholeStageCodegenExec",
                          "InputAdapter",
                          "ColumnarToRowExec",
                          "BatchScanExec")
                      .contains(type.getSimpleName()));

  private static JavaClasses main;

  @BeforeAll
  static void readClasses() {
    main =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    assertThat(main).isNotEmpty();
  }

  @Test
  void aFloorUsesOnlyTheFloorsBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("store")
        .definedBy(ROOT + ".store..")
        .layer("metadata")
        .definedBy(ROOT + ".metadata..")
        .layer("codec")
        .definedBy(ROOT + ".codec..")
        .layer("array")
        .definedBy(ROOT + ".array..")
        .layer("dataset")
        .definedBy(ROOT + ".dataset..")
        .layer("spark")
        .definedBy(ROOT + ".spark..")
        .whereLayer("spark")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("dataset")
        .mayOnlyBeAccessedByLayers("spark")
        .whereLayer("array")
        .mayOnlyBeAccessedByLayers("dataset", "spark")
        .whereLayer("codec")
        .mayOnlyBeAccessedByLayers("array", "dataset", "spark")
        .whereLayer("metadata")
        .mayOnlyBeAccessedByLayers("codec", "array", "dataset", "spark")
        .check(main);
  }

  @Test
  void onlyTheTopFloorKnowsSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".spark..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .check(main);
  }

  @Test
  void onlyTheHadoopStoreAndTheTopFloorKnowHadoop() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".spark..", ROOT + ".store.hadoop..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hadoop..")
        .check(main);
  }

  @Test
  void onlyItsOwnRoomKnowsOpenDal() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.opendal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.opendal..")
        .check(main);
  }

  @Test
  void noClassNamesAVendorsClientOrWhatBreaksBetweenSparks() {
    noClasses()
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "org.apache.hadoop.fs.s3a..",
                    "com.amazonaws..",
                    "software.amazon..",
                    "org.apache.arrow..",
                    "org.json4s..",
                    "org.apache.spark.sql.catalyst.expressions..",
                    "org.apache.spark.sql.execution..",
                    "org.apache.spark.sql.classic..")
                .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("GenericInternalRow")))
                .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("UnsafeArrayData")))
                .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("QueryExecution")))
                .and(DescribedPredicate.not(NODES)))
        .because("one jar runs on every Spark from 3.5 on, with whatever client the user adds")
        .check(main);
  }

  @Test
  void oneClassKnowsNodesOfPlans() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".spark.write.ColumnSource")
        .should()
        .dependOnClassesThat(NODES)
        .because("what they are called is the same in every Spark so far, and nobody promised it")
        .check(main);
  }

  @Test
  void onlyTheSourcesOfWritesAskSparkForItsOwnRows() {
    noClasses()
        .that()
        .doNotHaveSimpleName("RowSource")
        .and()
        .doNotHaveSimpleName("ColumnSource")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("QueryExecution")
        .check(main);
  }

  @Test
  void noScalaCollectionIsNamed() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ZarrSource")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("scala.collection..")
        .because(
            "Seq means another type in Scala 2.12 than in 2.13; Map, which Spark hands over for a save,"
                + " does not")
        .check(main);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(main);
  }

  @Test
  void everyPackageHasADoorPlate() {
    List<String> without =
        main.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(name -> !hasDoorPlate(name))
            .sorted()
            .toList();
    assertThat(without).isEmpty();
  }

  @Test
  void concreteClassesAreFinalUnlessMeantAsABase() {
    classes()
        .that(
            new DescribedPredicate<>("are concrete and top level") {
              @Override
              public boolean test(JavaClass type) {
                return type.isTopLevelClass()
                    && !type.isInterface()
                    && !type.isEnum()
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                    && !type.isAssignableTo(ZarrException.class)
                    && !type.getSimpleName().equals("package-info")
                    && type.getSubclasses().isEmpty();
              }
            })
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(main);
  }

  /** A package-info without annotations leaves no class file: look for its source. */
  private static boolean hasDoorPlate(String packageName) {
    return java.nio.file.Files.exists(
        java.nio.file.Path.of("src/main/java", packageName.replace('.', '/'), "package-info.java"));
  }
}
