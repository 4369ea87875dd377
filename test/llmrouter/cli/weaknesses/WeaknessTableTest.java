package llmrouter.cli.weaknesses;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The known weaknesses of the predecessor, each with the tests that show what this program does instead.
class WeaknessTableTest {
    /// One line for a weakness: its number, what it is, and its tests: a class below `llmrouter`, `#`, a method. A
    /// line that begins with white space goes on with the tests.
    private static final String TABLE = """
        1 an edit of a provider loses what was not given | cli.KnownWeaknessesTest#\
        editingAProviderKeepsEverythingThatWasNotGiven
        2 model names vanish | cli.KnownWeaknessesTest#modelsOfAnyNameAreKeptWithWhatIsSaidAboutThem
          cli.config.ConfigVectorsTest#noModelNameIsDropped
        3 a start that cannot listen hangs | cli.KnownWeaknessesTest#aGatewayThatCannotListenEndsWithAReason
          service.TakeoverTest#aStartThatFailsToListenEndsAtOnce
        4 variables have no effect | cli.KnownWeaknessesTest#keysInTheEnvironmentReachTheProviderOfALocalGateway
          cli.weaknesses.LocalGatewayTest#settingsInTheEnvironmentCountForALocalGateway
        5 an id is changed silently | cli.KnownWeaknessesTest#aProviderIdIsNeverChangedBehindTheUsersBack
        6 references dangle | cli.KnownWeaknessesTest#nothingIsLeftDanglingSoThatLaterEditsStillWork
          cli.config.RemovalTest#aCascadeGoesOnUntilNothingDangles
        7 a deploy of a large configuration crashes | cli.KnownWeaknessesTest#aLargeConfigurationIsLikeAnyOther
          cli.hosting.HostedDeployTest#aLargeConfigurationArrivesWholeAndItsLeftoversAreDeleted
          cli.hosting.OfflineDeployTest#aLargeConfigurationIsCutIntoSecrets
        7b a leaked key is uploaded again | cli.KnownWeaknessesTest#aGeneratedKeyReplacesTheOldOneAndIsShown
          cli.hosting.HostedDeployTest#aNewKeyEndsTheOldOneWhateverTheConfigurationHas
          cli.hosting.HostedDeployTest#aLaterDeploymentDoesNotBringTheOldKeyBack
          cli.hosting.HostedDeployTest#aRollbackDoesNotBringAReplacedKeyBackUnlessAllowed
        8 a generated key is lost | cli.config.ConfigCommandTest#aGeneratedMasterKeyIsShownOnceAndSaved
          cli.hosting.HostedDeployTest#aNewKeyIsShownOnceAndSavedWhenThatIsWanted
          cli.hosting.HostedDeployTest#aFailureAfterTheUploadSaysWhatIsLiveAndTheNewKeyIsNotLost
        9 fallbacks change by accident | cli.KnownWeaknessesTest#fallbacksAreClearedOnlyOnRequest
          cli.menu.entries.MenuWeaknessesTest#enterAtTheFallbacksOfAModelAddsNone
        10 leaving a question crashes | cli.DialogTerminalTest#escLeavesAQuestion
          cli.DialogTerminalTest#ctrlCEndsTheProgramAtEveryQuestion
          cli.menu.entries.EveryWizardTest#leavingAtAnyQuestionChangesNothing
          cli.menu.entries.EveryWizardTest#aWrongAnswerIsToldAndChangesNothing
        11 the menu cannot rename a provider | cli.menu.entries.MenuWeaknessesTest#aProviderGetsAnotherNameAndAnotherId
        12 a renamed cap is saved twice | cli.KnownWeaknessesTest#aRenamedCapKeepsItsIdAndStaysOne
          cli.menu.entries.MainMenuTest#anotherNameOfACapMakesNoSecondCap
        13 whatever has the port is killed | cli.run.StartCommandTest#aStrangerOnThePortIsNamedAndLeftAlone
          service.TakeoverTest#aStrangerWhoHasThePortOfAnEntryIsLeftAlone
        14 TOML is edited by lines | toml.RandomTomlEditTest#aValueThatIsSetIsTheOnlyDifference
          cli.hosting.ProjectDeployTest#anEnvironmentOfAProjectIsTakenWhole
          deploy.wrangler.WranglerFileTest#everyFormOfTomlIsRead
          toml.TomlEditTest#aNewKeyStandsBehindTheLastOneOfItsTable
        15 the probe finds what is not there | probe.ProviderProbeTest#aNotFoundInJsonIsNoFormat
          probe.ProviderProbeTest#tellsEveryKindOfAnswerApart probe.ProviderProbeTest#readsAListInPages
          probe.ProviderProbeTest#leavesOutTheFieldThatAnOldModelRefuses
          probe.ProbePlanTest#everyModelIsAskedInEveryFormat
          probe.ProbePlanTest#inAnyMinuteThereAreNoMoreRequestsThanAllowed
          cli.probing.ProviderCommandsTest#aPartialResultIsSavedAndWhatIsUnprovenIsNamed
        16 a text is taken for a list of letters | cli.KnownWeaknessesTest#oneValueIsAListOfOneAndNotItsLetters
        17 looking rewrites the file | cli.KnownWeaknessesTest#lookingNeverTouchesTheFile
          cli.weaknesses.LocalGatewayTest#aFileThatIsEmptyForAMomentIsNeitherTakenNorWritten
          config.edit.ConfigOperationTest#aNewerTextIsNotTouched
          files.ConfigStoreTest#theLastFiveVersionsAreKept
        18 writes are torn and edits are lost
          | cli.weaknesses.ParallelEditsTest#twentyProcessesLoseNoneOfTwoHundredEdits
          cli.weaknesses.KilledEditsTest#aKilledWriterLeavesAWholeFileThatCanBeEdited
        19 flags are dropped | cli.CliTest#aFlagBeforeTheCommandCounts
          cli.CliTest#theVersionIsDataWhicheverWayItIsAskedFor
          cli.weaknesses.WordsAndPlacesTest#noFlagIsDroppedWhereverItStands
        20 a tilde becomes a folder | cli.ArgumentParserTest#aTildeIsTheHomeFolder
          cli.weaknesses.WordsAndPlacesTest#aTildeIsNeverAFolderOfThatName
          cli.weaknesses.LocalGatewayTest#aRelativePathIsKeptAsAWholeOne
        21 every terminal is asked | cli.config.RemovalTest#aPersonIsAskedAndAnythingButYesLeavesTheFileAlone
          cli.config.TypedSecretsTest#nothingIsAskedWithoutATerminal
        22 the local gateway is open | cli.run.StartCommandTest#anOpenDoorIsRefusedUnlessMeant
          cli.run.StartCommandTest#aMasterKeyIsWantedUnlessSwitchedOff
          server.AccessTest#withoutAKeyOtherNamesAreRefused server.AccessTest#aPageCannotSendJsonInDisguise
        23 secrets stand on the command line | cli.ArgumentParserTest#aSecretMayComeFromFourPlacesButOnlyOne
          cli.config.TypedSecretsTest#everySecretFromStandardInputIsAskedForAtATerminal
          cli.menu.entries.MainMenuTest#aKeyIsNeitherShownNorPartOfTheCommandLine
        24 an exported configuration is open to others | files.ConfigStoreTest#everyFileIsTheOwnersAlone
          cli.hosting.OfflineDeployTest#anExportIsForItsOwnerOnlyAndIsAConfiguration
          cli.hosting.OfflineDeployTest#anExportReplacesAnOpenFileByAClosedOne
        25 a mask shows most of a short key | config.SecretMaskTest#keysShowAtMostAThirdOfThemselves
        26 formats and base URLs contradict each other | cli.KnownWeaknessesTest#formatsAndBaseUrlsMeanWhatTheySay
        27 a process number out of a file is trusted | service.InstancesTest#anEntryThatProvesNoIdentityCountsForNothing
          service.InstancesTest#aBrokenFileIsSaidAndSetAside service.ImpostorTest#aRequestIsGoodOnceAndForWhatItSays
        28 one state file for all instances | service.InstancesTest#severalCoexistAndComeBackAsTheyWere
          service.LifeTest#oneOfSeveralMustBeNamed
        29 a shutdown cuts or never ends | server.LifecycleTest#drainingLetsStreamsFinishAndAcceptsNoNewRequests
          server.LifecycleTest#whatIsNotDoneInTimeEndsWithAnErrorInTheClientsFormat
          service.LifeTest#stopLetsStreamsFinish server.ClientDisconnectTest#whileAStreamRuns
          server.ClientDisconnectTest#beforeTheProviderSaysAnything
        30 a path can inject into a unit | startup.SystemdUserTest#everyValueIsEscapedAsItsPlaceWantsIt
          startup.SystemdUserTest#aLineBreakIsRefused startup.LaunchAgentTest#anXmlParserReadsEveryWordAsItWas
        31 an update has a gap and is not checked | service.TakeoverTest#aTakeoverCutsNoConnectionAndForgetsNoCall
          cli.system.UpdateCommandTest#aRunningGatewayHandsOver
          cli.system.UpdateCommandTest#onlyAFileWithTheRightSumIsTaken
          cli.system.UpdateCommandTest#anOlderVersionNeedsForceAndOneThatDoesNotWorkIsNotTaken
        32 what was probed swells the payload | deploy.payload.HostedPayloadTest#hasNothingThatRoutingDoesNotNeed
        33 a deploy checks too late | cli.hosting.OfflineDeployTest#theConfigurationIsReadBeforeAnythingElse
          cli.hosting.HostedDeployTest#aFailedUploadChangesNothingAndTheKeyThatWasMadeIsNotShown
        34 the command for the Worker's key contacts its vendor in a dry run
          | cli.hosting.OfflineDeployTest#aDryRunOfANewKeyAsksNoServerAndShowsFingerprintsOnly
        35 words are read leniently | cli.KnownWeaknessesTest#numbersAndWordsAreReadStrictly
          cli.weaknesses.WordsAndPlacesTest#aUnitOfTimeHasTheSameNamesInACommandAndInTheFile
        36 colours and warnings are in the data | cli.CliTest#nothingIsColouredWithoutATerminal
          cli.weaknesses.WordsAndPlacesTest#warningsNeverStandAmongTheData
          cli.JsonShapeTest#lookingAtAConfigurationPrintsTheSameMembers
        37 an agent is told that a failing gateway is ready | cli.agent.AiHelpTest#anAnswerOfAnotherServerIsNeverReady
          cli.agent.AiHelpTest#allGatesAreReadyWithoutACallOfAProvider
        38 a start takes a wrong configuration | cli.weaknesses.LocalGatewayTest#aStartRefusesWhatAnEditWouldRefuse
          host.ConfigReloaderTest#aConfigurationThatCannotBeUsedIsRefusedAndThePresentOneStays
        39 a linked file is not watched | files.ConfigWatchTest#aFileWrittenInPlaceIsTakenThroughItsLink
          files.ConfigWatchTest#aLinkThatIsSwitchedIsFollowed
        40 a migration reports what it did not do | cli.config.FallbacksAndMigrationTest#\
        aCopyMayBeDeclinedAndNothingToDoIsSaid
          cli.config.FallbacksAndMigrationTest#whatCannotBeMigratedIsRefused
        41 a zone is guessed | cli.hosting.HostedDeployTest#theZoneOfARouteIsFoundByTheLongestName
          deploy.PreflightTest#theLongestZoneThatFitsIsTaken
        42 a removal in the menu is not confirmed | cli.menu.entries.MenuWeaknessesTest#everyRemovalIsConfirmed
        43 a service stops silently | startup.StartupServiceTest#aServiceThatCannotBeEnabledLeavesNoUnit
          startup.SystemdUserTest#aMistakeOfTheConfigurationIsNoReasonToStartAgain
          startup.StartupServiceTest#aNewerSystemdGetsPausesThatGrow
          cli.system.StartupCommandTest#proxiesOfTheShellAreToldAndCopiedOnDemand
          cli.system.LingeringTest#aServiceThatEndsAtALogoutIsTold
        44 a port is not checked | cli.KnownWeaknessesTest#aPortThatCannotExistIsRefusedWithTheBounds
          cli.run.StartCommandTest#itServesUntilToldToStop
        """;
    private record Weakness(String number, List<String> tests) {}

    private static List<Weakness> table() {
        var table = new ArrayList<Weakness>();
        for (String line : TABLE.split("\n(?! )")) {
            int bar = line.indexOf('|');
            table.add(new Weakness(line.substring(0, line.indexOf(' ')),
                List.of(line.substring(bar + 1).strip().split("\\s+"))));
        }
        return table;
    }

    @Test
    void everyWeaknessHasItsRow() {
        var numbers = new ArrayList<String>();
        for (int i = 1; i <= 44; i++) {
            numbers.add(String.valueOf(i));
            if (i == 7) numbers.add("7b");
        }
        assertEquals(numbers, table().stream().map(Weakness::number).toList());
    }

    @Test
    void everyWeaknessHasATest() {
        for (Weakness weakness : table()) {
            for (String test : weakness.tests) {
                assertTrue(isTest(test), weakness.number + ": there is no test " + test);
            }
        }
    }

    private static boolean isTest(String test) {
        int hash = test.indexOf('#');
        try {
            Class<?> type = Class.forName("llmrouter." + test.substring(0, hash), false,
                WeaknessTableTest.class.getClassLoader());
            return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(test.substring(hash + 1)) && runs(method));
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    private static boolean runs(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)
            || method.isAnnotationPresent(TestFactory.class) || method.isAnnotationPresent(RepeatedTest.class);
    }
}
